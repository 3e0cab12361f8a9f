import { type Day, fieldsOf, lastDateOf, nthWeekday } from './calendar.ts'

/** When a task comes again, as far as words say it. */
export interface Rule {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  interval?: number | undefined
  byMonth?: number
  /** -1 is the last day of a month. */
  byMonthDay?: number
  byDay?: { weekday: number; n?: number }[]
}

const NAMES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** The value of an RRULE (RFC 5545). `until` is a date, or an instant in UTC. */
export function ruleText({ freq, interval = 1, byMonth, byMonthDay, byDay }: Rule, until?: string): string {
  const parts = [
    ['FREQ', freq],
    ['INTERVAL', interval === 1 ? undefined : interval],
    ['BYMONTH', byMonth],
    ['BYMONTHDAY', byMonthDay],
    ['BYDAY', byDay?.map(({ weekday, n }) => `${n ?? ''}${NAMES[weekday - 1]}`).join(',')],
    ['UNTIL', until],
  ]
  return parts.flatMap(([name, value]) => (value === undefined ? [] : `${name}=${value}`)).join(';')
}

/** Ten years. */
const MAX_DAYS = 3660

/** The first day of a rule, not before `from`. The interval counts from it. */
export function firstDay(rule: Rule, from: Day): Day | undefined {
  for (let day = from; day < from + MAX_DAYS; day++) if (isDayOf(rule, day)) return day
}

function isDayOf({ byMonth, byMonthDay, byDay }: Rule, day: Day): boolean {
  const { year, month, date, weekday } = fieldsOf(day)
  if (byMonth !== undefined && month !== byMonth) return false
  if (byMonthDay !== undefined) {
    // In a month that lacks the day it is the last one (RFC 7529, SKIP=BACKWARD).
    const last = lastDateOf(year, month)
    if (date !== (byMonthDay < 0 ? last : Math.min(byMonthDay, last))) return false
  }
  return (
    byDay === undefined ||
    byDay.some((by) =>
      by.n === undefined
        ? by.weekday === weekday
        : nthWeekday(year, month, { n: by.n, weekday: by.weekday }) === day,
    )
  )
}
