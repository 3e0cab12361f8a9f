import { type Day, partsOf, plusDays, utcDay } from './day.ts'

/** The number of a weekday as in `Intl`: 1 is Monday, 7 is Sunday. */
export type Weekday = number

/** Parses a day from a URL. Undefined if it is not a valid day. */
export function parseDay(text: string | null): Day | undefined {
  if (text === null || !/^[1-8]\d{3}-\d\d-\d\d$/.test(text)) return undefined
  const [year, month, date] = partsOf(text)
  return utcDay(year, month, date) === text ? text : undefined
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

/** The first weekday in a locale. Monday, as in ISO 8601, if the browser does not know it. */
export function firstWeekdayOf(locale: string): Weekday {
  const known: Intl.Locale & { getWeekInfo?(): WeekInfo; weekInfo?: WeekInfo } = new Intl.Locale(locale)
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1
}

interface WeekInfo {
  firstDay: Weekday
}
