import type { Problem } from '../api/problem.ts'
import { plural } from './common.ts'

/** A message for an error of the server. `about` has more specific messages by status. */
export function explain(problem: Problem | undefined, about: Partial<Record<number, string>> = {}): string {
  if (!problem) return 'The server could not be reached. Try again in a moment'
  const specific = about[problem.status]
  if (specific !== undefined) return specific
  if (problem.status === 429) {
    return `Too many requests. Try again in ${plural(problem.retryAfter ?? 60, 'second')}`
  }
  if (problem.status === 401) return 'Your session has ended: sign in again'
  return problem.status >= 500 ? 'Something went wrong on the server. Try again in a moment' : problem.message
}
