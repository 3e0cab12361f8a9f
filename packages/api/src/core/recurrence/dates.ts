import { type DayNumber, dayNumber, daysInMonth, fieldsOf, type MonthOfYear, weekdayOf } from './days.ts'
import { type Rule, WEEKDAYS } from './rule.ts'

/** Where the days of a rule are counted from. */
export interface Start {
  day: DayNumber
  /** The day of the month that it began with. The month of `day` may lack it. */
  dayOfMonth: number
}

/**
 * How many periods without an occurrence are looked through. Dates come again after 400 years, so that a rule of months or years
 * which has none in as many never has one. Of days and weeks it is some 50 and 100 years. Each is some ten milliseconds at most.
 */
const MAX_PERIODS = { DAILY: 20_000, WEEKLY: 5_000, MONTHLY: 4_800, YEARLY: 400 }

/** The most days that a period has. */
const MAX_DAYS = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 }

const LAST_DAY = dayNumber({ year: 9999, month: 12 }, 31)

/**
 * The first day of a rule from `from` on, which is not before its start. `COUNT` and `UNTIL` are not looked at. Undefined where there
 * is none, up to the year 9999.
 */
export function dateFrom(rule: Rule, start: Start, from: DayNumber): DayNumber | undefined {
  const whole = explicit(rule, start)
  if (hasNoPosition(whole)) return undefined
  // What periods without a day of the rule are like.
  const barren = new Set<string | undefined>()
  let period = firstPeriod(whole, start.day, from)
  for (let i = 0; i < MAX_PERIODS[rule.freq]; i++, period += rule.interval) {
    const likeness = likenessOf(rule, start.day, period)
    if (barren.has(likeness)) continue
    const days = atPositions(daysIn(whole, start.day, period), whole.bySetPos)
    const found = days.find((day) => day >= from)
    if (found !== undefined) return found <= LAST_DAY ? found : undefined
    if ((days[0] ?? 0) > LAST_DAY) return undefined
    if (likeness !== undefined && days.length === 0) barren.add(likeness)
  }
  return undefined
}

/** Whether no period has as many days as its positions say. */
function hasNoPosition({ freq, bySetPos }: Rule): boolean {
  return bySetPos.length > 0 && bySetPos.every((one) => Math.abs(one) > MAX_DAYS[freq])
}

/** Whether the start is itself a day of the rule. It may be any day. */
export function startsOnDay(rule: Rule, start: Start): boolean {
  const whole = explicit(rule, start)
  return atPositions(daysIn(whole, start.day, 0), whole.bySetPos).includes(start.day)
}

/**
 * The same for months, and years, that have the same days of a rule: those that are as long and begin on the same weekday. Undefined
 * for days and weeks, whose days cost no more.
 */
function likenessOf({ freq }: Rule, start: DayNumber, period: number): string | undefined {
  if (freq !== 'MONTHLY' && freq !== 'YEARLY') return undefined
  const { year, month } = fieldsOf(start)
  const first = freq === 'MONTHLY' ? monthOf(year, month + period) : { year: year + period, month: 1 }
  // February is what makes years differ in length.
  const length = daysInMonth(freq === 'MONTHLY' ? first : { ...first, month: 2 })
  return `${first.month} ${length} ${weekdayOf(dayNumber(first))}`
}

/** The rule with the days that it takes from its start. */
function explicit(rule: Rule, { day, dayOfMonth }: Start): Rule {
  if (rule.byDay.length > 0 || rule.byMonthDay.length > 0) return rule
  switch (rule.freq) {
    case 'DAILY':
      return rule
    case 'WEEKLY':
      return { ...rule, byDay: [{ ordinal: 0, weekday: weekdayOf(day) }] }
    case 'MONTHLY':
      return { ...rule, byMonthDay: [dayOfMonth] }
    case 'YEARLY': {
      const byMonth = rule.byMonth.length > 0 ? rule.byMonth : [fieldsOf(day).month]
      return { ...rule, byMonth, byMonthDay: [dayOfMonth] }
    }
  }
}

/** The last period with days of the rule that begins by `from`: how many days, weeks, months or years it is after the first. */
function firstPeriod({ freq, interval, wkst }: Rule, start: DayNumber, from: DayNumber): number {
  const [first, last] = [fieldsOf(start), fieldsOf(from)]
  const years = last.year - first.year
  const passed = {
    DAILY: from - start,
    WEEKLY: Math.floor((from - weekStart(start, wkst)) / 7),
    MONTHLY: years * 12 + last.month - first.month,
    YEARLY: years,
  }[freq]
  return Math.floor(Math.max(passed, 0) / interval) * interval
}

function weekStart(day: DayNumber, wkst: Rule['wkst']): DayNumber {
  return day - ((weekdayOf(day) - WEEKDAYS.indexOf(wkst) + 7) % 7)
}

/** The days of a rule in a period, in their order. */
function daysIn(rule: Rule, start: DayNumber, period: number): DayNumber[] {
  const { year, month } = fieldsOf(start)
  switch (rule.freq) {
    case 'DAILY':
      return [start + period].filter((day) => isMeant(rule, day))
    case 'WEEKLY': {
      const first = weekStart(start, rule.wkst) + 7 * period
      return Array.from({ length: 7 }, (_, i) => first + i).filter((day) => isMeant(rule, day))
    }
    case 'MONTHLY':
      return daysOfMonth(rule, monthOf(year, month + period))
    case 'YEARLY':
      return daysOfYear(rule, year + period)
  }
}

/** Whether a day is one of a rule without numbered weekdays. */
function isMeant({ byDay, byMonth, byMonthDay }: Rule, day: DayNumber): boolean {
  if (byDay.length > 0 && !byDay.some(({ weekday }) => weekday === weekdayOf(day))) return false
  if (byMonth.length === 0 && byMonthDay.length === 0) return true
  const date = fieldsOf(day)
  if (byMonth.length > 0 && !byMonth.includes(date.month)) return false
  if (byMonthDay.length === 0) return true
  const length = daysInMonth(date)
  return byMonthDay.some((one) => dayInMonth(one, length) === date.day)
}

function daysOfMonth({ byDay, byMonth, byMonthDay }: Rule, month: MonthOfYear): DayNumber[] {
  if (byMonth.length > 0 && !byMonth.includes(month.month)) return []
  const first = dayNumber(month)
  const length = daysInMonth(month)
  const named = weekdaysIn(byDay, first, length)
  if (byMonthDay.length === 0) return named
  const days = monthDays(byMonthDay, month)
  return byDay.length === 0 ? days : days.filter((day) => named.includes(day))
}

/** Weekdays are numbered within the months that a rule names, and within the year where it names none. */
function daysOfYear(rule: Rule, year: number): DayNumber[] {
  const { byDay, byMonth, byMonthDay } = rule
  const months = Array.from({ length: 12 }, (_, i) => ({ year, month: i + 1 }))
  if (byMonth.length > 0) return months.flatMap((month) => daysOfMonth(rule, month))
  const first = dayNumber({ year, month: 1 })
  const named = weekdaysIn(byDay, first, dayNumber({ year: year + 1, month: 1 }) - first)
  if (byMonthDay.length === 0) return named
  const days = months.flatMap((month) => monthDays(byMonthDay, month))
  return byDay.length === 0 ? days : days.filter((day) => named.includes(day))
}

/** Days of a month by their numbers, each once. */
function monthDays(byMonthDay: readonly number[], month: MonthOfYear): DayNumber[] {
  const first = dayNumber(month)
  const length = daysInMonth(month)
  const days = byMonthDay.map((day) => dayInMonth(day, length))
  return inOrder(days.filter((day) => day > 0).map((day) => first + day - 1))
}

/**
 * A day of a month of some length, which may be counted from its end. One that the month lacks is its last (RFC 7529,
 * `SKIP=BACKWARD`), and below 1 where it would be before the first.
 */
function dayInMonth(day: number, length: number): number {
  return day > 0 ? Math.min(day, length) : length + 1 + day
}

/** Weekdays among the days of a month or a year: all of them, or the n-th from its beginning or its end. */
function weekdaysIn(byDay: Rule['byDay'], first: DayNumber, length: number): DayNumber[] {
  const days = byDay.flatMap(({ ordinal, weekday }) => {
    const offset = (weekday - weekdayOf(first) + 7) % 7
    const all = Array.from(
      { length: Math.ceil((length - offset) / 7) },
      (_, week) => first + offset + 7 * week,
    )
    return ordinal === 0 ? all : (all.at(ordinal > 0 ? ordinal - 1 : ordinal) ?? [])
  })
  return inOrder(days)
}

const inOrder = (days: DayNumber[]) => [...new Set(days)].sort((a, b) => a - b)

/** The days at some positions among those of a period: 1 is the first, and -1 the last. */
function atPositions(days: DayNumber[], bySetPos: readonly number[]): DayNumber[] {
  if (bySetPos.length === 0) return days
  return inOrder(bySetPos.flatMap((position) => days.at(position > 0 ? position - 1 : position) ?? []))
}

/** A month that is counted on from another year. */
function monthOf(year: number, month: number): MonthOfYear {
  return { year: year + Math.floor((month - 1) / 12), month: ((month - 1) % 12) + 1 }
}
