import { locale } from '../../english/format/time.ts'
import { type Day, startOf } from './day.ts'
import { firstWeekdayOf } from './month.ts'

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)

const month = format({ month: 'long', year: 'numeric' })
const range = format({ day: 'numeric', month: 'short', year: 'numeric' })
const full = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const short = format({ weekday: 'short', day: 'numeric', month: 'short' })
const date = format({ day: 'numeric', month: 'long' })
const dateOfYear = format({ day: 'numeric', month: 'long', year: 'numeric' })
const weekday = { long: format({ weekday: 'long' }), short: format({ weekday: 'short' }) }

export const firstWeekday = firstWeekdayOf(locale)

/** `November 2026` */
export const monthName = (day: Day) => month.format(startOf(day))
/** `16 – 22 Nov 2026` */
export const rangeName = (first: Day, last: Day) => range.formatRange(startOf(first), startOf(last))
/** `Saturday, 21 November 2026` */
export const fullName = (day: Day) => full.format(startOf(day))
/** `Sat, 21 Nov` */
export const shortName = (day: Day) => short.format(startOf(day))
/** `21 November`, with the year if it is not that of `today`. */
export const dateName = (day: Day, today: Day) =>
  (day.slice(0, 4) === today.slice(0, 4) ? date : dateOfYear).format(startOf(day))
/** `Saturday`, `Sat` */
export const weekdayName = (day: Day, length: 'long' | 'short') => weekday[length].format(startOf(day))
/** `21` */
export const dateOf = (day: Day) => Number(day.slice(8)).toLocaleString(locale)
