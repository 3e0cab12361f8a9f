import { parseRule, type Rule, RuleProblem, readUntil, untilOn, WEEKDAYS } from '@tandem/client/recurrence'
import type { Task } from '../../api/trpc.ts'
import { hasWeekStart } from '../../english/recurrence/rule.ts'
import { weekdayOf } from '../presets.ts'

/** On which days of a month or a year: as the due date has it, by their numbers, or a weekday. */
export type DayChoice = 'due' | 'days' | 'weekday'

/** Monday to Friday, from which a position picks one. */
export const ANY_WEEKDAY = 7

/** What the editor shows of a rule. It keeps what does not apply at the moment, so that one can go back to it. */
export interface RuleForm {
  freq: Rule['freq']
  interval: string
  weekdays: readonly number[]
  wkst: Rule['wkst']
  on: DayChoice
  /** -1 is the last. */
  monthDays: readonly number[]
  /** -1 is the last. */
  ordinal: number
  /** From Monday, which is 0, or {@link ANY_WEEKDAY}. */
  weekday: number
  /** Of a yearly rule, from 1. */
  month: number
  ends: 'never' | 'until' | 'count'
  /** `YYYY-MM-DD` */
  until: string
  /** The `UNTIL` that the date was read from. It may be in the middle of the day. */
  untilText: string | undefined
  count: string
  from: Task['recurrenceFrom']
}

/** Of the task whose rule it is. */
export interface RuleContext {
  /** The day on which it is due, `YYYY-MM-DD`, in the time zone of the account. */
  day: string
  isWholeDay: boolean
  timeZone: string
}

/** What the editor begins with: every week. */
export function newForm({ day }: RuleContext): RuleForm {
  const [, month = 1, date = 1] = day.split('-').map(Number)
  const weekday = weekdayOf(day)
  const nth = Math.ceil(date / 7)
  return {
    freq: 'WEEKLY',
    interval: '1',
    weekdays: [weekday],
    wkst: 'MO',
    on: 'days',
    monthDays: [date],
    ordinal: nth < 5 ? nth : -1,
    weekday,
    month,
    ends: 'never',
    until: '',
    untilText: undefined,
    count: '10',
    from: 'due',
  }
}

/** A rule as the editor shows it. Undefined where it cannot show all of it. */
export function formOf(text: string, from: RuleForm['from'], context: RuleContext): RuleForm | undefined {
  const rule = understood(text)
  const days = rule && daysOf(rule)
  if (!rule || !days) return undefined
  const { freq, interval, wkst, count, until } = rule
  const form = newForm(context)
  return {
    ...form,
    ...days,
    freq,
    interval: String(interval),
    wkst,
    ends: count !== undefined ? 'count' : until !== undefined ? 'until' : 'never',
    count: count === undefined ? form.count : String(count),
    until: until === undefined ? form.until : readUntil(until, context.timeZone).date,
    untilText: until,
    from,
  }
}

function understood(text: string): Rule | undefined {
  try {
    return parseRule(text)
  } catch (error) {
    // A newer server may know more rules than this page.
    if (error instanceof RuleProblem) return undefined
    throw error
  }
}

type Days = Partial<Pick<RuleForm, 'weekdays' | 'on' | 'monthDays' | 'ordinal' | 'weekday' | 'month'>>

function daysOf(rule: Rule): Days | undefined {
  const { freq, byDay, byMonth, byMonthDay, bySetPos } = rule
  const isWithoutMonths = byMonth.length === 0
  switch (freq) {
    case 'DAILY':
      return byDay.length + byMonth.length + byMonthDay.length + bySetPos.length === 0 ? {} : undefined
    case 'WEEKLY':
      if (!isWithoutMonths || bySetPos.length > 0) return undefined
      return { weekdays: byDay.map(({ weekday }) => weekday) }
    case 'MONTHLY':
      return isWithoutMonths ? daysOfMonth(rule) : undefined
    case 'YEARLY':
      return daysOfYear(rule)
  }
}

function daysOfYear(rule: Rule): Days | undefined {
  const [month, ...others] = rule.byMonth
  const days = daysOfMonth(rule)
  // Without a month, days are those of every month, and weekdays those of the year.
  if (month === undefined) return days?.on === 'due' ? days : undefined
  return others.length === 0 && days && days.on !== 'due' ? { ...days, month } : undefined
}

const MAX_ORDINAL = 5
const hasName = (n: number) => n === -1 || (n > 0 && n <= MAX_ORDINAL)

function daysOfMonth({ byDay, byMonthDay, bySetPos }: Rule): Days | undefined {
  if (byDay.length === 0 && bySetPos.length === 0) {
    if (byMonthDay.length === 0) return { on: 'due' }
    return byMonthDay.every((day) => day >= -1) ? { on: 'days', monthDays: byMonthDay } : undefined
  }
  const [first] = byDay
  const [position, ...others] = bySetPos
  if (byMonthDay.length > 0 || others.length > 0 || !first) return undefined
  const ordinal = position ?? first.ordinal
  const set = byDay.map(({ weekday }) => weekday).toSorted((a, b) => a - b)
  const isNumbered = position === undefined ? byDay.length === 1 : byDay.every((day) => day.ordinal === 0)
  if (!isNumbered || !hasName(ordinal)) return undefined
  if (byDay.length === 1) return { on: 'weekday', ordinal, weekday: first.weekday }
  return set.join() === '0,1,2,3,4' ? { on: 'weekday', ordinal, weekday: ANY_WEEKDAY } : undefined
}

/** The rule that a form stands for. Its numbers must be ones. */
export function ruleOf(form: RuleForm, context: RuleContext): string {
  const { freq, interval, wkst } = form
  const parts = [`FREQ=${freq}`]
  if (Number(interval) !== 1) parts.push(`INTERVAL=${Number(interval)}`)
  parts.push(...dayParts(form))
  const rule = parseRule(parts.join(';'))
  if (wkst !== 'MO' && hasWeekStart(rule)) parts.push(`WKST=${wkst}`)
  parts.push(...endParts(form, context))
  return parts.join(';')
}

function dayParts({ freq, weekdays, on, monthDays, ordinal, weekday, month }: RuleForm): string[] {
  if (freq === 'DAILY') return []
  if (freq === 'WEEKLY') {
    const codes = weekdays.toSorted((a, b) => a - b).map((day) => WEEKDAYS[day])
    return codes.length > 0 ? [`BYDAY=${codes}`] : []
  }
  if (on === 'due') return []
  const months = freq === 'YEARLY' ? [`BYMONTH=${month}`] : []
  // The last one at the end.
  if (on === 'days')
    return [...months, `BYMONTHDAY=${monthDays.toSorted((a, b) => (a < 0 ? 1 : b < 0 ? -1 : a - b))}`]
  if (weekday === ANY_WEEKDAY) return [...months, `BYDAY=${WEEKDAYS.slice(0, 5)}`, `BYSETPOS=${ordinal}`]
  return [...months, `BYDAY=${ordinal}${WEEKDAYS[weekday]}`]
}

function endParts({ ends, until, untilText, count }: RuleForm, context: RuleContext): string[] {
  if (ends === 'count') return [`COUNT=${Number(count)}`]
  if (ends === 'never') return []
  const isKept = untilText !== undefined && readUntil(untilText, context.timeZone).date === until
  return [`UNTIL=${isKept ? untilText : untilOn(until, context)}`]
}
