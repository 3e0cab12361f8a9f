const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
/** In the order of ISO 8601, from Monday. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** A weekday, from Monday, which is 0: the n-th of a month or a year, from its end where it is below 0, and every one where it is 0. */
export interface NumberedDay {
  ordinal: number
  weekday: number
}

/** The value of an `RRULE` (RFC 5545, section 3.3.10), from DAILY to YEARLY. What is not given is empty, or has the default. */
export interface Rule {
  freq: (typeof FREQUENCIES)[number]
  interval: number
  byDay: NumberedDay[]
  byMonthDay: number[]
  byMonth: number[]
  bySetPos: number[]
  wkst: Weekday
  count: number | undefined
  /** A date, `20261231`, or an instant, `20261231T235959Z`. */
  until: string | undefined
}

/** Nobody types longer ones, and what they cost stays small. */
export const MAX_RULE_LENGTH = 255
const MAX_INTERVAL = 999
const MAX_COUNT = 9999

const NO_RULE = 'must be the value of an RRULE, such as FREQ=WEEKLY;BYDAY=MO'

/** Why a rule is not understood. */
export class RuleProblem extends Error {}

/** Reads a rule, whatever the case of its letters. @throws RuleProblem */
export function parseRule(text: string): Rule {
  const parts = partsOf(text)
  const take = <T>(name: string, read: (value: string) => T): T | undefined => {
    const value = parts.get(name)
    parts.delete(name)
    return value === undefined ? undefined : read(value)
  }
  const freq = take('FREQ', (value) => oneOf('FREQ', FREQUENCIES, value))
  if (!freq) throw new RuleProblem('needs FREQ: DAILY, WEEKLY, MONTHLY or YEARLY')
  const rule: Rule = {
    freq,
    interval: take('INTERVAL', (value) => whole('INTERVAL', value, { max: MAX_INTERVAL })) ?? 1,
    byDay: take('BYDAY', (value) => list('BYDAY', value, (day) => ordinalDay(day, freq))) ?? [],
    byMonthDay:
      take('BYMONTHDAY', (value) => numbers('BYMONTHDAY', value, { max: 31, isSigned: true })) ?? [],
    byMonth: take('BYMONTH', (value) => numbers('BYMONTH', value, { max: 12 })) ?? [],
    bySetPos: take('BYSETPOS', (value) => numbers('BYSETPOS', value, { max: 366, isSigned: true })) ?? [],
    wkst: take('WKST', (value) => oneOf('WKST', WEEKDAYS, value)) ?? 'MO',
    count: take('COUNT', (value) => whole('COUNT', value, { max: MAX_COUNT })),
    until: take('UNTIL', until),
  }
  const [unknown] = parts.keys()
  if (unknown !== undefined) throw new RuleProblem(`has ${unknown.slice(0, 20)}, which is not understood`)
  checkTogether(rule)
  return rule
}

/** The values of a rule by their names, in upper case. */
function partsOf(text: string): Map<string, string> {
  if (text.length > MAX_RULE_LENGTH) throw new RuleProblem(`must have at most ${MAX_RULE_LENGTH} characters`)
  // Of other letters some have one of these in upper case.
  if (!/^[\w=;,+-]*$/.test(text)) throw new RuleProblem(NO_RULE)
  const parts = new Map<string, string>()
  for (const part of text.toUpperCase().split(';')) {
    const [name = '', value = '', ...rest] = part.split('=')
    if (value === '' || rest.length > 0) throw new RuleProblem(NO_RULE)
    if (parts.has(name)) throw new RuleProblem(`has ${name} twice`)
    parts.set(name, value)
  }
  return parts
}

function checkTogether({ freq, byDay, byMonthDay, byMonth, bySetPos, count, until }: Rule): void {
  if (count !== undefined && until !== undefined) throw new RuleProblem('cannot have both COUNT and UNTIL')
  if (freq === 'WEEKLY' && byMonthDay.length > 0) throw new RuleProblem('cannot have BYMONTHDAY with WEEKLY')
  if (bySetPos.length > 0 && byDay.length + byMonthDay.length + byMonth.length === 0)
    throw new RuleProblem('cannot have BYSETPOS without BYDAY, BYMONTHDAY or BYMONTH')
}

/** The same rule for one occurrence fewer. Without a count it stays as it is. */
export function withCount(text: string, count: number | undefined): string {
  return count === undefined ? text : text.replace(/COUNT=\d+/i, `COUNT=${count}`)
}

function oneOf<const T extends string>(name: string, values: readonly T[], value: string): T {
  const found = values.find((one) => one === value)
  if (!found) throw new RuleProblem(`${name} must be one of ${values.join(', ')}`)
  return found
}

interface Bounds {
  max: number
  /** From the end as well: -1 is the last. */
  isSigned?: boolean
}

function whole(name: string, value: string, { max, isSigned = false }: Bounds): number {
  const isNumber = (isSigned ? /^[+-]?\d{1,4}$/ : /^\d{1,4}$/).test(value)
  const number = Number(value)
  if (!isNumber || number === 0 || Math.abs(number) > max)
    throw new RuleProblem(`${name} must be ${isSigned ? `1 to ${max} or -1 to -${max}` : `1 to ${max}`}`)
  return number
}

function list<T>(name: string, value: string, read: (item: string) => T): T[] {
  const items = value.split(',')
  if (new Set(items).size < items.length) throw new RuleProblem(`${name} names something twice`)
  return items.map(read)
}

const numbers = (name: string, value: string, bounds: Bounds) =>
  list(name, value, (item) => whole(name, item, bounds))

/** The most weeks that a weekday occurs in. Only months and years have an n-th one. */
const MAX_ORDINAL = { DAILY: 0, WEEKLY: 0, MONTHLY: 5, YEARLY: 53 }

function ordinalDay(value: string, freq: Rule['freq']): NumberedDay {
  const weekday = WEEKDAYS.indexOf(oneOf('BYDAY', WEEKDAYS, value.slice(-2)))
  const ordinal = value.slice(0, -2)
  if (ordinal === '') return { ordinal: 0, weekday }
  const max = MAX_ORDINAL[freq]
  if (max === 0) throw new RuleProblem(`BYDAY cannot have numbers with ${freq}`)
  return { ordinal: whole('the number in BYDAY', ordinal, { max, isSigned: true }), weekday }
}

const UNTIL = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/

function until(value: string): string {
  const [, ...fields] = UNTIL.exec(value) ?? []
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.map((field) =>
    Number(field ?? 0),
  )
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  // Years below 100 are read as of the last century, and are none that a task repeats until.
  const isReal =
    fields.length > 0 &&
    year >= 1000 &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    minute < 60 &&
    second < 60
  if (!isReal)
    throw new RuleProblem('UNTIL must be a date, such as 20261231, or UTC, such as 20261231T235959Z')
  return value
}
