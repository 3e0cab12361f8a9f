import { instantOf, localTime } from '../../../../core/recurrence/local-time.ts'
import { type Day, isoOf } from './calendar.ts'
import { firstDay, ruleText } from './rule.ts'
import type { When } from './when.ts'

export interface Clock {
  now: Date
  timeZone: string
}

/** When a task is due. */
export interface Due {
  /** `YYYY-MM-DD` for a whole day, in the user's time zone. */
  on: string | null
  /** In milliseconds since 1970; of a whole day, its last minute. */
  at: number
  /** The value of an RRULE. */
  recurrence: string | null
  isPast: boolean
}

const DAY_MS = 86_400_000
const FIRST = new Date('0001-01-01T00:00:00.000Z').getTime()
const LAST = new Date('9999-12-31T23:59:59.999Z').getTime()

/** The next time that the words may mean. Undefined if there is none, or it is over and they name no year. */
export function dueOf(when: When, clock: Clock): Due | undefined {
  const due = when.later === undefined ? ofDays(when, clock) : instant(clock.now.getTime() + when.later)
  return due && due.at >= FIRST && due.at <= LAST ? due : undefined
}

const instant = (at: number): Due => ({ on: null, at, recurrence: null, isPast: false })

function ofDays(when: When, clock: Clock): Due | undefined {
  const today = todayIn(clock.timeZone, clock.now)
  if (when.rule !== undefined) return ofRule(when, today, clock)
  const timeZone = when.zone ?? clock.timeZone
  const days = when.days?.(today) ?? nextTwo(todayIn(timeZone, clock.now))
  const found = days.flatMap((day) => (day === undefined ? [] : onDay(day, when, clock)))
  return found.find(({ isPast }) => !isPast) ?? (when.isFixed ? found[0] : undefined)
}

const nextTwo = (day: Day) => [day, day + 1]

function ofRule(when: When, today: Day, clock: Clock): Due | undefined {
  const { rule, until } = when
  const from =
    when.days === undefined ? today : when.days(today).find((day) => day !== undefined && day >= today)
  if (rule === undefined || from === undefined) return undefined
  const first = firstDay(rule, from)
  // Begun on a day whose time is over, a rule that names no days has no other one to begin with.
  const isOver = when.days !== undefined && rule.freq !== 'DAILY' && !rule.byDay && !rule.byMonthDay
  const next = first === undefined || isOver ? undefined : firstDay(rule, first + 1)
  const due = [first, next]
    .flatMap((day) => (day === undefined ? [] : onDay(day, when, clock)))
    .find(({ isPast }) => !isPast)
  const last = until?.(today)[0]
  if (due === undefined || (until !== undefined && last === undefined)) return undefined
  if (last === undefined) return { ...due, recurrence: ruleText(rule) }
  const end = onDay(last, { ...when, time: undefined, zone: undefined }, clock)
  if (end.at < due.at) return undefined
  return {
    ...due,
    recurrence: ruleText(rule, due.on === null ? basicInstant(end.at) : isoOf(last).replaceAll('-', '')),
  }
}

/** As RFC 5545 writes instants. */
const basicInstant = (at: number) => `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** A time that the clock skips is moved forward by the gap, and of a time that comes twice the first counts. */
function onDay(day: Day, { time, zone }: When, { now, timeZone }: Clock): Due {
  const { hour, minute, second } = time ?? { hour: 23, minute: 59, second: 0 }
  const local = day * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000
  const at = instantOf(local, zone ?? timeZone)
  return { on: time === undefined ? isoOf(day) : null, at, recurrence: null, isPast: isPast(at, now) }
}

/** The current minute is not past. */
const isPast = (at: number, now: Date) => at < now.getTime() - (now.getTime() % 60_000)

function todayIn(timeZone: string, now: Date): Day {
  return Math.floor(localTime(now.getTime(), timeZone) / DAY_MS)
}
