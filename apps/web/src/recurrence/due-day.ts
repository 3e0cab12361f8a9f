import type { Task } from '../api/trpc.ts'
import { dayOf } from '../calendar/days/day.ts'

/** The day on which a task is due by the clocks of the account, `YYYY-MM-DD`. Today where it has no due date. */
export function dueDayOf({ dueAt, dueOn }: Pick<Task, 'dueAt' | 'dueOn'>, timeZone: string): string {
  if (dueOn !== null) return dueOn
  if (dueAt === null) return dayOf(new Date())
  // Swedish dates are those of ISO 8601.
  return new Date(dueAt).toLocaleDateString('sv-SE', { timeZone })
}
