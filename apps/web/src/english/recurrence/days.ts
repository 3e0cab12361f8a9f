import type { Rule } from '@tandem/client/recurrence'
import { listed, namesOf, numbered, ordinal, WEEKDAY } from './names.ts'

type Days = Pick<Rule, 'byDay' | 'byMonthDay' | 'bySetPos'>

/**
 * The days of a rule within a month or a year: `on the first and last Friday`, and nothing where it names none. Undefined where
 * English has no plain words for them.
 */
export function daysWithin({ byDay, byMonthDay, bySetPos }: Days): string | undefined {
  const weekdays = byDay.map(({ weekday }) => weekday)
  const hasOrdinals = byDay.some(({ ordinal: n }) => n !== 0)
  if (bySetPos.length > 0) {
    const kind = byMonthDay.length > 0 || hasOrdinals ? undefined : kindOf(weekdays)
    return kind && `on the ${listed(inOrder(bySetPos).map(ordinal))} ${kind}`
  }
  if (byMonthDay.length > 0 && byDay.length > 0)
    return hasOrdinals ? undefined : `${monthDays(byMonthDay)}, if it is ${oneOfWeekdays(weekdays)}`
  if (byMonthDay.length > 0) return monthDays(byMonthDay)
  return byDay.length > 0 ? numberedWeekdays(byDay) : ''
}

/** `on the 1st, 15th and last day` */
function monthDays(days: readonly number[]): string {
  return `on the ${listed(inOrder(days).map(dayInMonth))}`
}

/** `1st`, `last day`, `second to last day` */
export const dayInMonth = (day: number) => (day > 0 ? numbered(day) : `${ordinal(day)} day`)

/** `on every Monday and the last Friday` */
function numberedWeekdays(byDay: Rule['byDay']): string {
  const every = byDay.filter(({ ordinal: n }) => n === 0).map(({ weekday }) => weekday)
  const phrases = every.length > 0 ? [`every ${namesOf(every.toSorted(ascending), WEEKDAY)}`] : []
  for (const { ordinal: n, weekday } of byDay)
    if (n !== 0) phrases.push(`the ${ordinal(n)} ${WEEKDAY.long[weekday]}`)
  return `on ${listed(phrases)}`
}

/** `a Friday`, `a Mon or Tue` */
export function oneOfWeekdays(weekdays: readonly number[]): string {
  const names = weekdays.length === 1 ? WEEKDAY.long : WEEKDAY.short
  return `a ${listed(
    weekdays.toSorted(ascending).map((day) => names[day] ?? ''),
    'or',
  )}`
}

/** What the days of a set are called, of which a position picks one. */
function kindOf(weekdays: readonly number[]): string | undefined {
  if (weekdays.length === 1) return WEEKDAY.long[weekdays[0] ?? 0]
  return { '0,1,2,3,4': 'weekday (Mon–Fri)', '5,6': 'weekend day', '0,1,2,3,4,5,6': 'day' }[
    weekdays.toSorted(ascending).join()
  ]
}

export const ascending = (a: number, b: number) => a - b

/** From the first to the last. Below 0 they count from the end. */
export const inOrder = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => Number(a < 0) - Number(b < 0) || a - b)
