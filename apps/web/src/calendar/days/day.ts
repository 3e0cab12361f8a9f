/** A day of the reader's calendar, `YYYY-MM-DD`: it sorts, stands in addresses, and no zone or clock change moves it. */
export type Day = string

/** As `Intl` counts: 1 is Monday, 7 is Sunday. */
export type Weekday = number

const pad = (number: number, digits = 2) => String(number).padStart(digits, '0')

/** The day that it is somewhere in the reader's zone. */
export const dayOf = (date: Date): Day =>
  `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`

/** A day that somebody may have typed; undefined where there is no such one. */
export function readDay(text: string | null): Day | undefined {
  if (text === null || !/^[1-8]\d{3}-\d\d-\d\d$/.test(text)) return undefined
  const [year, month, date] = partsOf(text)
  return utcDay(year, month, date) === text ? text : undefined
}

/** Its first instant in the reader's zone: midnight, or one o'clock where the clocks go forward at midnight. */
export function startOf(day: Day): Date {
  const [year, month, date] = partsOf(day)
  return new Date(year, month - 1, date)
}

export function plusDays(day: Day, days: number): Day {
  const [year, month, date] = partsOf(day)
  return utcDay(year, month, date + days)
}

/** The same date of another month, or that month's last day. */
export function plusMonths(day: Day, months: number): Day {
  const [year, month, date] = partsOf(day)
  const lastOfMonth = Number(utcDay(year, month + months + 1, 0).slice(8))
  return utcDay(year, month + months, Math.min(date, lastOfMonth))
}

export const isSameMonth = (a: Day, b: Day) => a.slice(0, 7) === b.slice(0, 7)

/** The seven days of the week that a day is in. */
export function weekOf(day: Day, firstWeekday: Weekday): Day[] {
  const [year, month, date] = partsOf(day)
  const weekday = new Date(Date.UTC(year, month - 1, date)).getUTCDay()
  const first = plusDays(day, -((weekday - firstWeekday + 14) % 7))
  return Array.from({ length: 7 }, (_, i) => plusDays(first, i))
}

/** The weeks that the month of a day touches: whole ones, four to six. */
export function monthOf(day: Day, firstWeekday: Weekday): Day[][] {
  const weeks: Day[][] = []
  let week = weekOf(`${day.slice(0, 7)}-01`, firstWeekday)
  do {
    weeks.push(week)
    week = weekOf(plusDays(week[0] ?? day, 7), firstWeekday)
  } while (isSameMonth(week[0] ?? '', day))
  return weeks
}

/** The same time of another day, by the reader's clock: what is due at nine stays so over a clock change. */
export function movedTo(instant: string, day: Day): string {
  const [year, month, date] = partsOf(day)
  const moved = new Date(instant)
  moved.setFullYear(year, month - 1, date)
  return moved.toISOString()
}

/** What a list of all that is due from one day to another asks for: both ends of the server's question are open. */
export function dueWithin(first: Day, last: Day): { dueAfter: string; dueBefore: string } {
  return {
    dueAfter: new Date(startOf(first).getTime() - 1).toISOString(),
    dueBefore: startOf(plusDays(last, 1)).toISOString(),
  }
}

/** The day that begins a week where a locale is spoken; Monday, as ISO 8601 has it, where the browser does not know. */
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

/** Months and dates may be beyond their ends: the 0th of March is the last of February. */
const utcDay = (year: number, month: number, date: number): Day =>
  new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)
