import { dateFrom, type Start } from './dates.ts'
import { DAY_MS, type DayNumber, dayOf, daysInMonth, fieldsOf, isoDate } from './days.ts'
import { instantOf, localTime } from './local-time.ts'
import { parseRule, type Rule, withCount } from './rule.ts'

/** The last instant that a task can be due at. */
const LAST = Date.parse('9999-12-31T23:59:59.999Z')

/** What decides when a task occurs next. */
export interface Recurring {
  /** ISO 8601. Where it is due a whole day it is not looked at. */
  dueAt: Date | string | null
  dueOn: string | null
  recurrence: string
  recurrenceFrom: 'due' | 'completion'
  /** See {@link Anchor}. Null where it is that of the due date. */
  recurrenceAnchor: string | null
}

/**
 * The day of the month and the local time that occurrences began with: `31T02:30:00`, and `31` where they are whole days. A month
 * may lack the day, and clocks that are set forward may skip the time, for once.
 */
interface Anchor {
  day: number
  time: TimeOfDay | undefined
}

/** In milliseconds since midnight. */
type TimeOfDay = number

interface Clock {
  now: Date
  /** Of the owner. */
  timeZone: string
}

/** The next occurrence. One of `dueAt` and `dueOn` is null. */
export interface Next {
  dueAt: string | null
  dueOn: string | null
  recurrence: string
  recurrenceAnchor: string
}

/**
 * When a task that is completed now occurs next. Undefined after the last time. From `due` it is after the due date and after now;
 * a whole day is after now until it ends. From `completion` the days are counted from today. @throws RuleProblem
 */
export function nextOccurrence(task: Recurring, { now, timeZone }: Clock): Next | undefined {
  const rule = parseRule(task.recurrence)
  if (rule.count === 1) return undefined
  const due = localDue(task, timeZone)
  const anchor = anchorOf(task, due, timeZone)
  const today = Math.floor(localTime(now.getTime(), timeZone) / DAY_MS)
  const isFromDue = task.recurrenceFrom === 'due'
  const start: Start = isFromDue
    ? { day: due.day, dayOfMonth: anchor.day }
    : { day: today, dayOfMonth: fieldsOf(today).day }
  const instantOn = (day: DayNumber) => instantAt(day, anchor.time, timeZone)
  const isPast = (day: DayNumber) => anchor.time !== undefined && instantOn(day) <= now.getTime()
  let day = dateFrom(rule, start, isFromDue ? Math.max(due.day + 1, today) : today + 1)
  // Today, at a time that is past.
  if (day !== undefined && isPast(day)) day = dateFrom(rule, start, day + 1)
  if (day === undefined || isAfterUntil(rule, day, instantOn)) return undefined
  const isWholeDay = anchor.time === undefined
  // The last evening of the year 9999 is in the next year elsewhere.
  if (!isWholeDay && instantOn(day) > LAST) return undefined
  return {
    dueAt: isWholeDay ? null : new Date(instantOn(day)).toISOString(),
    dueOn: isWholeDay ? isoDate(day) : null,
    recurrence: withCount(task.recurrence, rule.count && rule.count - 1),
    recurrenceAnchor: anchorText({ day: start.dayOfMonth, time: anchor.time }),
  }
}

/** Whether a rule ever has an occurrence, from a due date on, whatever its `COUNT`. @throws RuleProblem */
export function occurs(task: Recurring, timeZone: string): boolean {
  const rule = parseRule(task.recurrence)
  const due = localDue(task, timeZone)
  if (isAfterUntil(rule, due.day, () => due.instant)) return false
  return dateFrom(rule, { day: due.day, dayOfMonth: fieldsOf(due.day).day }, due.day + 1) !== undefined
}

interface LocalDue {
  day: DayNumber
  /** Undefined for a whole day. */
  time: TimeOfDay | undefined
  /** In milliseconds since 1970. */
  instant: number
}

function localDue({ dueAt, dueOn }: Pick<Recurring, 'dueAt' | 'dueOn'>, timeZone: string): LocalDue {
  if (dueOn !== null) return { day: dayOf(dueOn), time: undefined, instant: 0 }
  const instant = new Date(dueAt ?? Number.NaN).getTime()
  const local = localTime(instant, timeZone)
  const day = Math.floor(local / DAY_MS)
  return { day, time: local - day * DAY_MS, instant }
}

/** The anchor, as far as the due date still follows from it: the owner may have gone to another time zone since. */
function anchorOf({ recurrenceAnchor }: Recurring, due: LocalDue, timeZone: string): Anchor {
  const date = fieldsOf(due.day)
  const [day = '', time] = recurrenceAnchor?.split('T') ?? []
  const isCutShort = date.day === daysInMonth(date) && Number(day) > date.day
  const anchor = { day: isCutShort ? Number(day) : date.day, time: due.time }
  if (due.time === undefined || time === undefined) return anchor
  const kept = Date.parse(`1970-01-01T${time}Z`)
  return instantAt(due.day, kept, timeZone) === due.instant ? { ...anchor, time: kept } : anchor
}

function anchorText({ day, time }: Anchor): string {
  if (time === undefined) return String(day)
  const text = new Date(time).toISOString().slice('1970-01-01T'.length, -'Z'.length)
  return `${day}T${text.replace('.000', '')}`
}

/** In milliseconds since 1970. A time that clocks skip moves forward by what they skip; of two, it is the first. */
function instantAt(day: DayNumber, time: TimeOfDay | undefined, timeZone: string): number {
  return instantOf(day * DAY_MS + (time ?? 0), timeZone)
}

/** `UNTIL` is a date for whole days, and otherwise an instant. Both are included. */
function isAfterUntil({ until }: Rule, day: DayNumber, instantOn: (day: DayNumber) => number): boolean {
  if (until === undefined) return false
  const last = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`
  const time = until.slice(9)
  if (time === '') return isoDate(day) > last
  return instantOn(day) > Date.parse(`${last}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}Z`)
}
