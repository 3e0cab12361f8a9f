import { invalidInput } from '../../core/errors.ts'

/** Why the database refuses a reminder, and why a rule. */
export const NEEDS_DUE_DATE = 'needs a due date'
export const NEEDS_FITTING_END =
  'needs a due date, and its UNTIL is a date where that is a whole day, and UTC otherwise'

interface DueDate {
  dueAt?: Date | string | null | undefined
  dueOn?: string | null | undefined
}

/** A change that names an instant or a day names the whole due date, so it clears the other of the two. */
export function wholeDueDate<Change extends DueDate>(change: Change): Change {
  const { dueAt, dueOn } = change
  if ((dueAt === undefined) === (dueOn === undefined)) return change
  return dueAt === undefined ? { ...change, dueAt: null } : { ...change, dueOn: null }
}

interface Given extends DueDate {
  reminder?: number | null | undefined
  recurrence?: string | null | undefined
}

/** Whether a change may leave a task with what does not go with its due date, which depends on what the task has already. */
export function mayNotFitDueDate({ dueAt, dueOn, reminder, recurrence }: Given): boolean {
  return (
    dueAt !== undefined || dueOn !== undefined || (reminder ?? null) !== null || (recurrence ?? null) !== null
  )
}

/** A task as a change would leave it, as far as its due date goes. */
interface Dated {
  dueAt: Date | string | null
  dueOn: string | null
  reminder: number | null
  recurrence: string | null
}

/** Refuses what does not go with a due date before the database does, which would abort the transaction. @throws UNPROCESSABLE_CONTENT */
export function checkDueDate({ dueAt, dueOn, reminder, recurrence }: Dated): void {
  const hasNone = dueAt === null && dueOn === null
  if (reminder !== null && hasNone) throw invalidInput(['reminder'], NEEDS_DUE_DATE)
  if (recurrence === null) return
  const misfit = dueOn === null ? /UNTIL=\d{8}(;|$)/i : /UNTIL=\d{8}T/i
  if (hasNone || misfit.test(recurrence)) throw invalidInput(['recurrence'], NEEDS_FITTING_END)
}
