import type { Outputs } from '../api/trpc.ts'

export type Stats = Outputs['task']['stats']
export type Day = Stats['completedPerDay'][number]

/** What a reader wants to know first, counted from what the server tells: the days are in order, today the last. */
export function figuresOf({ total, byStatus, overdue, completedPerDay: days }: Stats) {
  return {
    total,
    open: byStatus.todo + byStatus.in_progress,
    overdue,
    week: sum(days.slice(-7)),
    weekBefore: sum(days.slice(-14, -7)),
    month: sum(days),
    best: bestOf(days),
    streak: streakOf(days),
  }
}

/** The latest of the days on which most was done; undefined where nothing was. */
function bestOf(days: readonly Day[]): Day | undefined {
  const most = Math.max(0, ...days.map(({ count }) => count))
  return most === 0 ? undefined : days.findLast(({ count }) => count === most)
}

/** Days in a row with something done. A day that is not over yet breaks none. */
function streakOf(days: readonly Day[]): { days: number; isToday: boolean } {
  const isToday = (days.at(-1)?.count ?? 0) > 0
  const until = isToday ? days : days.slice(0, -1)
  const broken = until.findLastIndex(({ count }) => count === 0)
  return { days: until.length - 1 - broken, isToday }
}

const sum = (days: readonly Day[]) => days.reduce((total, { count }) => total + count, 0)

/** The reader's midnight with which a day begins. */
export function dateOf({ date }: Day): Date {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return new Date(year, month - 1, day)
}
