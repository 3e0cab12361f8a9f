import { locale as userLocale } from '../format/time.ts'

/** From Monday. English whatever the locale, because they stand within English sentences. */
export const WEEKDAY = {
  long: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  short: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const

/** From January. */
export const MONTH = {
  long: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  short: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
} as const

/** In full where it is alone: `Monday`, `Mon and Fri`. The index counts from 0. */
export function namesOf(indices: readonly number[], { long, short }: typeof WEEKDAY | typeof MONTH): string {
  const names = indices.length === 1 ? long : short
  return listed(indices.map((index) => names[index] ?? ''))
}

/** `a`, `a and b`, `a, b and c` */
export function listed(items: readonly string[], word = 'and'): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`
}

/** `1st`, `22nd`, `13th` */
export function numbered(n: number): string {
  const isTeen = n % 100 > 10 && n % 100 < 14
  return n + ((isTeen ? undefined : ['th', 'st', 'nd', 'rd'][n % 10]) ?? 'th')
}

const WORDS = ['', 'first', 'second', 'third', 'fourth', 'fifth']

/** `first`, `20th`, and below 0 `last`, `second to last` */
export function ordinal(n: number): string {
  if (n === -1) return 'last'
  return n < 0 ? `${ordinal(-n)} to last` : (WORDS[n] ?? numbered(n))
}

/** `29 Feb`, or `Feb 29` where English is written so. */
export function dayOfMonthName(month: number, day: number, locale = englishLocale): string {
  return format(locale, { day: 'numeric', month: 'short' }, `2024-${twoDigits(month)}-${twoDigits(day)}`)
}

/** `1 Jan 2030`, of a date `YYYY-MM-DD`. */
export const dateName = (date: string, locale = englishLocale) =>
  format(locale, { day: 'numeric', month: 'short', year: 'numeric' }, date)

/** The user's English, or the one with the day before the month. */
const englishLocale = userLocale.startsWith('en-') ? userLocale : 'en-GB'

function format(locale: string, options: Intl.DateTimeFormatOptions, date: string): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(date))
}

const twoDigits = (n: number) => String(n).padStart(2, '0')
