/** A calendar day as `YYYY-MM-DD`. It sorts, fits in URLs, and does not depend on a time zone. */
export type Day = string

/** The number of a weekday as in `Intl`: 1 is Monday, 7 is Sunday. */
export type Weekday = number

const pad = (number: number, digits = 2) => String(number).padStart(digits, '0')

/** The day of an instant, in the user's time zone. */
export const dayOf = (date: Date): Day =>
  `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`

/** Parses a day from a URL. Undefined if it is not a valid day. */
export function parseDay(text: string | null): Day | undefined {
  if (text === null || !/^[1-8]\d{3}-\d\d-\d\d$/.test(text)) return undefined
  const [year, month, date] = partsOf(text)
  return utcDay(year, month, date) === text ? text : undefined
}

/** The first instant of a day in the user's time zone. One o'clock if the clocks go forward at midnight. */
export function startOf(day: Day): Date {
  const [year, month, date] = partsOf(day)
  return new Date(year, month - 1, date)
}

export function plusDays(day: Day, days: number): Day {
  const [year, month, date] = partsOf(day)
  return utcDay(year, month, date + days)
}

/** The same date in another month, or the last day of that month if it is shorter. */
export function plusMonths(day: Day, months: number): Day {
  const [year, month, date] = partsOf(day)
  const lastOfMonth = Number(utcDay(year, month + months + 1, 0).slice(8))
  return utcDay(year, month + months, Math.min(date, lastOfMonth))
}

export const isSameMonth = (a: Day, b: Day) => a.slice(0, 7) === b.slice(0, 7)

/** The seven days of the week that contains a day. */
export function weekOf(day: Day, firstWeekday: Weekday): Day[] {
  const [year, month, date] = partsOf(day)
  const weekday = new Date(Date.UTC(year, month - 1, date)).getUTCDay()
  const first = plusDays(day, -((weekday - firstWeekday + 14) % 7))
  return Array.from({ length: 7 }, (_, i) => plusDays(first, i))
}

/** The four to six whole weeks that cover the month of a day. */
export function weeksOfMonth(day: Day, firstWeekday: Weekday): Day[][] {
  const weeks: Day[][] = []
  let week = weekOf(`${day.slice(0, 7)}-01`, firstWeekday)
  do {
    weeks.push(week)
    week = weekOf(plusDays(week[0] ?? day, 7), firstWeekday)
  } while (isSameMonth(week[0] ?? '', day))
  return weeks
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

/** The first weekday in a locale. Monday, as in ISO 8601, if the browser does not know it. */
export function firstWeekdayOf(locale: string): Weekday {
  const known: Intl.Locale & { getWeekInfo?(): WeekInfo; weekInfo?: WeekInfo } = new Intl.Locale(locale)
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1
}

interface WeekInfo {
  firstDay: Weekday
}

function partsOf(day: Day): [year: number, month: number, date: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))]
}

/** Month and date may overflow: the 0th of March is the last day of February. */
const utcDay = (year: number, month: number, date: number): Day =>
  new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)
