import type { Problem } from '../session/session.ts'
import { plural } from './common.ts'

/** Why the server refused something, in plain words; `about` has those that only the asker can know, by status. */
export function explain(problem: Problem | undefined, about: Partial<Record<number, string>> = {}): string {
  if (!problem) return 'The server was not reached. Try again in a moment'
  const known = about[problem.status]
  if (known !== undefined) return known
  if (problem.status === 429) {
    return `That was a lot at once. Try again in ${plural(problem.retryAfter ?? 60, 'second')}`
  }
  if (problem.status === 401) return 'Your session has ended: sign in again'
  return problem.status >= 500 ? 'The server has a problem. Try again in a moment' : problem.message
}
