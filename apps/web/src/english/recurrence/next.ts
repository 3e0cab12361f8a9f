import { dueTime, locale } from '../format/time.ts'

const day: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' }
const thisYear = new Intl.DateTimeFormat(locale, day)
const anyYear = new Intl.DateTimeFormat(locale, { ...day, year: 'numeric' })

/** The day of an occurrence: `Mon 7 Dec`, with its year if that is another one. */
export function formatNext(due: { dueAt: string | null; dueOn: string | null }, now: Date): string {
  const date = dueTime(due)
  if (date === undefined) return ''
  return (date.getFullYear() === now.getFullYear() ? thisYear : anyYear).format(date)
}
