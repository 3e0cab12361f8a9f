import { problemOf } from '../../api/problem.ts'
import { explain } from '../../english/problem.ts'

/** Splits an error into messages for fields and one for the rest. `about` has messages by status, as for `explain`. */
export function formErrors(
  error: unknown,
  fields: readonly string[],
  about: Partial<Record<number, string>> = {},
) {
  const problem = error ? problemOf(error) : undefined
  /** The message for a field. With `subject` it is a whole sentence, without it continues the field's label. */
  const field = (name: string, subject?: string): string | undefined => {
    const found = problem?.issues?.find(({ path }) => path[0] === name)
    if (!found) return undefined
    return subject === undefined ? capitalised(found.message) : `${subject} ${found.message}`
  }
  const isFieldError = fields.some((name) => field(name) !== undefined)
  return { field, rest: !error || isFieldError ? undefined : explain(problem, about) }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
