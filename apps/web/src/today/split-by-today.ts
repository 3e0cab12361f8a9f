import type { Task } from '../api/trpc.ts'
import { type Day, dueRange, plusDays, startOf } from '../calendar/days/day.ts'
import { groupByDay } from '../calendar/days/day-tasks.ts'
import { dueDay } from '../calendar/days/due-day.ts'
import { OPEN, type TaskFilters } from '../sync/lists/task-order.ts'

/**
 * How many days a whole day may end earlier or later for the server than for this device. It ends in the time zone of the
 * account, and time zones are up to 26 hours apart.
 */
export const ZONE_DAYS = 2

/** By time and, at the same time, by urgency. */
export const BY_DUE_DATE = 'dueAt,-priority'

/** The filters of two lists: what was due before today, and what is due today and a little later. */
export function todayFilters(today: Day): Record<'before' | 'from', TaskFilters> {
  const open = { status: [...OPEN], sort: BY_DUE_DATE }
  return {
    before: { ...open, dueBefore: startOf(today).toISOString() },
    from: { ...open, ...dueRange(today, plusDays(today, ZONE_DAYS)) },
  }
}

/** The tasks that are overdue, and those that are due today, by this device's clock. */
export function splitByToday(tasks: readonly Task[], today: Day) {
  return {
    overdue: tasks.filter((task) => (dueDay(task) ?? today) < today),
    due: groupByDay(tasks).get(today) ?? [],
  }
}

/** A number of tasks of which not all are loaded ends with a plus. */
export const countOf = (loaded: number, hasMore: boolean): string =>
  `${loaded.toLocaleString('en')}${hasMore ? '+' : ''}`
