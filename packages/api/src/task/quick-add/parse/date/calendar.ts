/** A day of the calendar, as the number of days since 1970-01-01. */
export type Day = number

const MS = 86_400_000

/** Undefined where the calendar has no such day in the years 1 to 9999. */
export function dayOf(year: number, month: number, date: number): Day | undefined {
  const instant = new Date(0)
  instant.setUTCFullYear(year, month - 1, date)
  const isSame = instant.getUTCMonth() === month - 1 && instant.getUTCDate() === date
  return isSame && year >= 1 && year <= 9999 ? instant.getTime() / MS : undefined
}

/** Month and weekday count from 1; Monday is 1. */
export function fieldsOf(day: Day) {
  const instant = new Date(day * MS)
  return {
    year: instant.getUTCFullYear(),
    month: instant.getUTCMonth() + 1,
    date: instant.getUTCDate(),
    weekday: instant.getUTCDay() || 7,
  }
}

/** `YYYY-MM-DD` */
export const isoOf = (day: Day) => new Date(day * MS).toISOString().slice(0, 10)

export const lastDateOf = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** A month that may be counted beyond December, with the last day where it lacks the one that is wanted. */
export function inMonth(year: number, month: number, date: number): Day | undefined {
  const y = year + Math.floor((month - 1) / 12)
  const m = ((month - 1) % 12) + 1
  return dayOf(y, m, Math.min(date, lastDateOf(y, m)))
}

/** The n-th of a weekday in a month, or with -1 the last. */
export function nthWeekday(
  year: number,
  month: number,
  { n, weekday }: { n: number; weekday: number },
): Day | undefined {
  const y = year + Math.floor((month - 1) / 12)
  const m = ((month - 1) % 12) + 1
  const last = lastDateOf(y, m)
  const edge = dayOf(y, m, n < 0 ? last : 1)
  if (edge === undefined) return undefined
  const date =
    n < 0
      ? last - ((fieldsOf(edge).weekday - weekday + 7) % 7)
      : 1 + ((weekday - fieldsOf(edge).weekday + 7) % 7) + (n - 1) * 7
  return dayOf(y, m, date)
}
