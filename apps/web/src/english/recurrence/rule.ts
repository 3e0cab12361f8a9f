import { type Rule, readUntil, WEEKDAYS } from '@tandem/client/recurrence'
import { ascending, dayInMonth, daysWithin, inOrder, oneOfWeekdays } from './days.ts'
import { dateName, dayOfMonthName, listed, MONTH, namesOf, WEEKDAY } from './names.ts'

interface Options {
  recurrenceFrom: 'due' | 'completion'
  /** In which the last day is told. */
  timeZone: string
  locale?: string | undefined
}

/** A rule in plain English. Undefined where it could not be told in full: half a rule would be a wrong one. */
export function describeRule(rule: Rule, options: Options): string | undefined {
  const days = BY_FREQUENCY[rule.freq](rule, options.locale)
  if (days === undefined) return undefined
  const rest = [weekStart(rule), countedFrom(options), end(rule, options)]
  return [days, ...rest].filter(Boolean).join(', ')
}

/** Whether the day on which weeks start makes a difference. */
export function hasWeekStart({ freq, interval, byDay }: Rule): boolean {
  return freq === 'WEEKLY' && interval > 1 && byDay.length > 0
}

type Describe = (rule: Rule, locale: string | undefined) => string | undefined

const BY_FREQUENCY: Record<Rule['freq'], Describe> = {
  DAILY: daily,
  WEEKLY: weekly,
  MONTHLY: monthly,
  YEARLY: yearly,
}

const every = (interval: number, unit: string) =>
  interval === 1 ? `Every ${unit}` : `Every ${interval} ${unit}s`

function daily(rule: Rule): string | undefined {
  const { interval, byDay, byMonthDay, bySetPos } = rule
  if (bySetPos.length > 0) return undefined
  if (interval === 1 && byDay.length > 0 && byMonthDay.length === 0) return weekly(rule)
  const conditions = [
    byMonthDay.length > 0 && `the ${listed(inOrder(byMonthDay).map(dayInMonth), 'or')}`,
    byDay.length > 0 && oneOfWeekdays(byDay.map(({ weekday }) => weekday)),
  ].filter((condition) => condition !== false)
  const condition = conditions.length > 0 ? `, if it is ${conditions.join(' and ')}` : ''
  return every(interval, 'day') + condition + onlyIn(rule)
}

function weekly(rule: Rule): string | undefined {
  const { interval, byDay, bySetPos } = rule
  if (bySetPos.length > 0) return undefined
  const weekdays = byDay.map(({ weekday }) => weekday).toSorted(ascending)
  return weekdaysOf(interval, weekdays) + onlyIn(rule)
}

function weekdaysOf(interval: number, weekdays: readonly number[]): string {
  const week = every(interval, 'week')
  const set = weekdays.join()
  if (set === '0,1,2,3,4') return interval === 1 ? 'Every weekday (Mon–Fri)' : `${week} on weekdays (Mon–Fri)`
  if (set === '0,1,2,3,4,5,6') return interval === 1 ? 'Every day' : `${week} on all days`
  return set === '' ? week : `${week} on ${namesOf(weekdays, WEEKDAY)}`
}

function monthly(rule: Rule): string | undefined {
  const days = daysWithin(rule)
  // Months alone do not make days, of which a position could pick one.
  if (days === undefined) return undefined
  return joined(every(rule.interval, 'month'), days) + onlyIn(rule)
}

function yearly(rule: Rule, locale: string | undefined): string | undefined {
  const { interval, byMonth, byMonthDay, byDay, bySetPos } = rule
  const year = every(interval, 'year')
  const days = daysWithin(rule)
  if (days === undefined) return undefined
  const [month, ...others] = byMonth.toSorted(ascending)
  // A position counts in all the months together.
  if (others.length > 0 && bySetPos.length > 0) return undefined
  const months = month === undefined ? '' : monthsOf(rule)
  if (byMonthDay.length > 0 && byDay.length > 0) {
    const dates = daysWithin({ byDay: [], byMonthDay, bySetPos }) ?? ''
    const condition = oneOfWeekdays(byDay.map(({ weekday }) => weekday))
    return `${joined(year, dates, `of ${months || 'every month'}`)}, if it is ${condition}`
  }
  if (month === undefined) return joined(year, days, withinYear(rule))
  const [day, ...otherDays] = byMonthDay
  if (day !== undefined && day > 0 && otherDays.length + others.length === 0)
    return `${year} on ${dayOfMonthName(month, Math.min(day, lastOf(month)), locale)}`
  return joined(year, days, `${days === '' ? 'in' : 'of'} ${months}`)
}

/** What the days of a rule without months are counted in. */
function withinYear({ byMonthDay, byDay, bySetPos }: Rule): string {
  if (byMonthDay.length > 0) return 'of every month'
  const isNumbered = bySetPos.length > 0 || byDay.some(({ ordinal }) => ordinal !== 0)
  return isNumbered ? 'of the year' : ''
}

/** In a leap year. */
const lastOf = (month: number) => new Date(Date.UTC(2024, month, 0)).getUTCDate()

const joined = (...parts: string[]) => parts.filter((part) => part !== '').join(' ')

const monthsOf = ({ byMonth }: Rule) =>
  namesOf(
    byMonth.toSorted(ascending).map((month) => month - 1),
    MONTH,
  )

const onlyIn = (rule: Rule) => (rule.byMonth.length > 0 ? `, in ${monthsOf(rule)} only` : '')

const weekStart = (rule: Rule) =>
  hasWeekStart(rule) && rule.wkst !== 'MO' && `weeks starting on ${WEEKDAY.long[WEEKDAYS.indexOf(rule.wkst)]}`

const countedFrom = ({ recurrenceFrom }: Options) =>
  recurrenceFrom === 'completion' && 'counted from the day it is done'

function end({ count, until }: Rule, { timeZone, locale }: Options): string | undefined {
  if (count !== undefined) return count === 1 ? 'one last time' : `${count} times more`
  if (until === undefined) return undefined
  const { date, time } = readUntil(until, timeZone)
  return `until ${dateName(date, locale)}${time === undefined ? '' : `, ${time.replace(/:00$/, '')}`}`
}
