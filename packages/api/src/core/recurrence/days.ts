export const DAY_MS = 86_400_000

/** A day of the calendar as the number of days since 1970-01-01: counting on costs nothing. */
export type DayNumber = number

export interface MonthOfYear {
  year: number
  /** From 1. */
  month: number
}

/** Years below 100 are what they say. Months below 1 and above 12 are those of other years. */
export function dayNumber({ year, month }: MonthOfYear, day = 1): DayNumber {
  // `Date.UTC` would take a year below 100 for one of the last century.
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY_MS
}

export function fieldsOf(day: DayNumber): MonthOfYear & { day: number } {
  const date = new Date(day * DAY_MS)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

export function daysInMonth({ year, month }: MonthOfYear): number {
  return dayNumber({ year, month: month + 1 }) - dayNumber({ year, month })
}

/** From Monday, which is 0. */
export function weekdayOf(day: DayNumber): number {
  // 1970 began on a Thursday.
  return (((day + 3) % 7) + 7) % 7
}

/** `YYYY-MM-DD`, and after the year 9999 `+YYYYYY-MM-DD`. */
export function isoDate(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, -'T00:00:00.000Z'.length)
}

/** The day of a date in ISO 8601. */
export function dayOf(date: string): DayNumber {
  return Date.parse(date) / DAY_MS
}
