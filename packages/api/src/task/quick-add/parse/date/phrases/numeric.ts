import { dayOf } from '../calendar.ts'
import { type PatternContext, type Phrase, pattern } from './phrase.ts'
import { time, zoneOf } from './time.ts'

const ISO = /^(\d{4})-(\d\d?)-(\d\d?)(?:t(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(z|[+-]\d\d:?\d\d)?)?$/
const YEAR_FIRST = /^(\d{4})\/(\d\d?)\/(\d\d?)$/
const WITH_YEAR = /^(\d\d?)([/.-])(\d\d?)\2(\d{4}|\d\d)$/
const WITHOUT_YEAR = /^(\d\d?)(?:\/(\d\d?)|\.(\d\d?)\.)$/
/** They are known as something else. */
const NAMES = new Set(['9/11', '24/7', '7/11', '20/20'])

/** Dates in digits. Those with a full stop have the day first, and are read where people write so. */
export const numericPatterns = [
  pattern(String.raw`\d{1,4}[-/.][^ ,]{1,40}`, ([text], context) => {
    const [iso, year, month, date, hour, minute, second = '0', zone] = ISO.exec(text) ?? []
    if (iso === undefined) return slashed(text, context)
    const day: Phrase = {
      kind: 'date',
      year: Number(year),
      month: Number(month),
      date: Number(date),
      isNumeric: true,
    }
    if (hour === undefined) return [day]
    const clock = time(Number(hour), Number(minute), { second: Number(second) })
    if (clock.hour > 23 || clock.minute > 59 || Number(second) > 59) return [{ kind: 'unclear' }]
    const named = zone === undefined ? undefined : zoneOf(zone)
    return named === undefined ? [day, clock] : [day, clock, { kind: 'zone', zone: named }]
  }),
]

function slashed(text: string, { isDayFirst }: PatternContext): Phrase[] | undefined {
  const [, year, month, date] = YEAR_FIRST.exec(text) ?? []
  const found =
    year === undefined
      ? (withYear(text, isDayFirst) ?? withoutYear(text, isDayFirst))
      : { year: Number(year), month: Number(month), date: Number(date) }
  return found && [{ kind: 'date', isNumeric: true, ...found }]
}

function withYear(text: string, isDayFirst: boolean) {
  const [, a, separator, b, digits = ''] = WITH_YEAR.exec(text) ?? []
  if (a === undefined) return undefined
  const year = Number(digits.length === 2 ? `20${digits}` : digits)
  if (separator === '/') return withOrder(Number(a), Number(b), { isDayFirst, year })
  // `1.2.20` may be a version.
  const isClear = digits.length === 4 && (isDayFirst || Number(a) > 12)
  return isClear ? withOrder(Number(a), Number(b), { isDayFirst: true, year }) : undefined
}

function withoutYear(text: string, isDayFirst: boolean) {
  const [, a = '', afterSlash, afterDot] = WITHOUT_YEAR.exec(text) ?? []
  if (a === '' || NAMES.has(text) || (afterDot !== undefined && !isDayFirst)) return undefined
  const b = afterSlash ?? afterDot ?? ''
  const order = withOrder(Number(a), Number(b), { isDayFirst })
  return order && { ...order, needs: isFraction(text) ? ('more' as const) : undefined }
}

/** `1/2 cup` and `10/10`, unlike `05/07`. */
function isFraction(text: string): boolean {
  const [, a, b] = /^([1-9]\d?)\/([1-9]\d?)$/.exec(text) ?? []
  return a !== undefined && Number(a) <= Number(b) && Number(b) <= 16
}

interface Order {
  isDayFirst: boolean
  year?: number
}

/** The order that the reader is used to, or the only one in which the numbers are a date. */
function withOrder(a: number, b: number, { isDayFirst, year }: Order) {
  const orders = [
    { year, month: b, date: a },
    { year, month: a, date: b },
  ]
  const isDate = ({ month, date }: { month: number; date: number }) =>
    dayOf(year ?? LEAP_YEAR, month, date) !== undefined
  return (isDayFirst ? orders : orders.toReversed()).find(isDate)
}

const LEAP_YEAR = 2000
