import type { Due, Task } from '../api/trpc.ts'
import { type DateTime, dateTimeOf, instantOf, NO_DATE } from './date-time.ts'

/** A task's due date as the date picker has it: a whole day is one without a time. */
export function dateTimeOfDue({ dueAt, dueOn }: Pick<Task, 'dueAt' | 'dueOn'>): DateTime {
  if (dueOn !== null) return { date: dueOn, time: '' }
  return dueAt === null ? NO_DATE : dateTimeOf(dueAt)
}

/** The inverse. */
export function dueOfDateTime(value: DateTime): Due {
  if (value.date === '') return { dueAt: null }
  return value.time === '' ? { dueOn: value.date } : { dueAt: instantOf(value) }
}
