import { problemOf } from '../api/problem.ts'
import { explain } from '../english/problem.ts'

/** What the server found wrong: with each field, and with the whole. `about` has words for a status, as `explain` takes them. */
export function wrongWith(
  error: unknown,
  fields: readonly string[],
  about: Partial<Record<number, string>> = {},
) {
  const problem = error ? problemOf(error) : undefined
  /** A sentence about it, where `subject` is given; else one of which the field's label is the subject. */
  const field = (name: string, subject?: string): string | undefined => {
    const found = problem?.issues?.find(({ path }) => path[0] === name)
    if (!found) return undefined
    return subject === undefined ? capitalised(found.message) : `${subject} ${found.message}`
  }
  const isTold = fields.some((name) => field(name) !== undefined)
  return { field, rest: !error || isTold ? undefined : explain(problem, about) }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
