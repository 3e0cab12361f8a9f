import type { Patch, Task } from '../../api/trpc.ts'
import { dueTime } from '../../english/format/time.ts'
import { type Day, dayOf, moveToDay, plusDays } from './day.ts'

type DueDate = Pick<Task, 'dueAt' | 'dueOn'>

/** The day on which a task is due, in the user's time zone. */
export function dueDay(task: DueDate): Day | undefined {
  const due = dueTime(task)
  return due && dayOf(due)
}

/** What makes a task due on another day. One that is due at a time keeps its time of day. */
export const dueOnDay = ({ dueAt, dueOn }: DueDate, day: Day): Patch =>
  dueAt !== null && dueOn === null ? { dueAt: moveToDay(dueAt, day) } : { dueOn: day }

/** The day to which a task moves by a number of days. Not before today: what is moved is meant to be done. */
export function shiftedDay(task: DueDate, days: number, now = new Date()): Day {
  const today = dayOf(now)
  const to = plusDays(dueDay(task) ?? today, days)
  if (to < today) return today
  return to
}
