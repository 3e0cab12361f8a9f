/** A calendar day as `YYYY-MM-DD`. It sorts, fits in URLs, and does not depend on a time zone. */
export type Day = string

const pad = (number: number, digits = 2) => String(number).padStart(digits, '0')

/** The day of an instant, in the user's time zone. */
export const dayOf = (date: Date): Day =>
  `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`

/** The first instant of a day in the user's time zone. One o'clock if the clocks go forward at midnight. */
export function startOf(day: Day): Date {
  const [year, month, date] = partsOf(day)
  return new Date(year, month - 1, date)
}

export function plusDays(day: Day, days: number): Day {
  const [year, month, date] = partsOf(day)
  return utcDay(year, month, date + days)
}

/** Moves an instant to another day and keeps the local time of day, even when the clocks change in between. */
export function moveToDay(instant: string, day: Day): string {
  const [year, month, date] = partsOf(day)
  const moved = new Date(instant)
  moved.setFullYear(year, month - 1, date)
  return moved.toISOString()
}

/** The filters for tasks due from the first to the last day. `dueAfter` and `dueBefore` are exclusive. */
export function dueRange(first: Day, last: Day): { dueAfter: string; dueBefore: string } {
  return {
    dueAfter: new Date(startOf(first).getTime() - 1).toISOString(),
    dueBefore: startOf(plusDays(last, 1)).toISOString(),
  }
}

/** The year, the month from 1, and the date of a day. */
export function partsOf(day: Day): [year: number, month: number, date: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))]
}

/** Month and date may overflow: the 0th of March is the last day of February. */
export const utcDay = (year: number, month: number, date: number): Day =>
  new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)
