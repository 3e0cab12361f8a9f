import type { Outputs } from '../api/trpc.ts'

export type Stats = Outputs['task']['stats']
export type Day = Stats['completedPerDay'][number]

/** The fewest days of the chart: fewer bars tell nothing. */
const MIN_DAYS = 7

/**
 * The days since the first completed task, and at least a week. The days before were not without work, but without Tandem. None
 * if nothing was completed.
 */
export function begunDays(days: readonly Day[]): readonly Day[] {
  const first = days.findIndex(({ count }) => count > 0)
  return first === -1 ? [] : days.slice(Math.min(first, days.length - MIN_DAYS))
}

/** The key figures. `completedPerDay` is in order, and today is its last day. */
export function figuresOf({ total, byStatus, overdue, completedPerDay: days }: Stats) {
  const begun = begunDays(days)
  return {
    total,
    open: byStatus.todo + byStatus.in_progress,
    overdue,
    week: sum(days.slice(-7)),
    /** Undefined if there was no week before. */
    weekBefore: begun.length > MIN_DAYS ? sum(days.slice(-14, -7)) : undefined,
    month: sum(days),
    /** Completed tasks a day since the first one. */
    perDay: sum(days) / Math.max(begun.length, 1),
    best: bestOf(days),
    streak: streakOf(days),
  }
}

/** The day with the most completed tasks, the latest if several have as many. Undefined if none has any. */
function bestOf(days: readonly Day[]): Day | undefined {
  const most = Math.max(0, ...days.map(({ count }) => count))
  return most === 0 ? undefined : days.findLast(({ count }) => count === most)
}

/** The number of days in a row with a completed task. Today does not break a streak, because it is not over. */
function streakOf(days: readonly Day[]): { days: number; isToday: boolean } {
  const isToday = (days.at(-1)?.count ?? 0) > 0
  const until = isToday ? days : days.slice(0, -1)
  const broken = until.findLastIndex(({ count }) => count === 0)
  return { days: until.length - 1 - broken, isToday }
}

const sum = (days: readonly Day[]) => days.reduce((total, { count }) => total + count, 0)

/** The start of a day in the user's time zone. */
export function dateOf({ date }: Day): Date {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return new Date(year, month - 1, day)
}
