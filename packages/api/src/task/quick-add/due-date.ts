import * as chrono from 'chrono-node/en'
import { Temporal } from 'temporal-polyfill'
import { isInRange } from '../../core/time.ts'
import { type DateCandidate, delimitCandidate, isAmbiguous, type ParsedComponents } from './date-candidate.ts'
import { parseRelativeTime, RELATIVE_TIME_TAG, relativeTimeParser } from './relative-time.ts'

interface Clock {
  now: Date
  timeZone: string
}

interface Due {
  /** The span of the text. */
  start: number
  end: number
  /** In milliseconds since 1970. */
  dueAt: number
}

const DAY = 86_400_000

/** Finds the first date of a text that is certainly meant as one: English, and where it is numbers, the month first. */
export function findDue(text: string, clock: Clock): Due | undefined {
  const { collapsed, at } = collapseWhitespace(text)
  const today = Temporal.Instant.fromEpochMilliseconds(clock.now.getTime()).toZonedDateTimeISO(clock.timeZone)
  // chrono reckons by the clock of this process, on which any hour may be missing but noon.
  for (const result of parse(collapsed, new Date(today.year, today.month - 1, today.day, 12))) {
    const found = delimitCandidate(collapsed, result)
    if (!found || isAmbiguous(found)) continue
    const dueAt = instantOf(found, clock)
    if (!isInRange(dueAt) || (isPast(dueAt, clock) && !isInFull(found))) continue
    return { start: at[found.start] ?? 0, end: (at[found.end - 1] ?? 0) + 1, dueAt }
  }
}

/** One space for any white space, and where each character stood: chrono's patterns try every way to divide a run of it. */
function collapseWhitespace(text: string): { collapsed: string; at: number[] } {
  const kept = [...text.matchAll(/\s+|\S/g)].map(({ 0: found, index }) => ({ found, index }))
  return {
    collapsed: kept.map(({ found }) => (found.trim() === '' ? ' ' : found)).join(''),
    at: kept.map(({ index }) => index),
  }
}

/** chrono's own for amounts of time, whose place {@link relativeTimeParser} takes. */
const REPLACED = [
  'ENTimeUnitWithinFormatParser',
  'ENTimeUnitAgoFormatParser',
  'ENTimeUnitLaterFormatParser',
  'ENTimeUnitCasualRelativeFormatParser',
  'ENRelativeDateFormatParser',
]
const { parsers, refiners } = chrono.casual
const kept = parsers.filter((parser) => !REPLACED.includes(parser.constructor.name))
if (kept.length !== parsers.length - REPLACED.length) throw new Error('chrono names its parsers otherwise')
const reader = new chrono.Chrono({ parsers: [...kept, relativeTimeParser], refiners })

/** A line of a hundred dates is not worth the time to find one that counts. */
const MAX_DATES = 20

/** A text that chrono fails on has no date in it. */
function parse(text: string, reference: Date): chrono.ParsedResult[] {
  try {
    return reader.parse(text, reference).slice(0, MAX_DATES)
  } catch {
    return []
  }
}

/** NaN where there is no such instant. */
function instantOf({ words, parts, offset }: DateCandidate, { now, timeZone }: Clock): number {
  const ahead = parts.tags().has(RELATIVE_TIME_TAG) ? parseRelativeTime(words) : undefined
  if (ahead && 'milliseconds' in ahead) return now.getTime() + ahead.milliseconds
  const wall = wallOf(parts, words)
  if (!wall) return Number.NaN
  const instant = (time: Temporal.PlainDateTime) =>
    offset === null
      ? time.toZonedDateTime(timeZone).epochMilliseconds
      : time.toZonedDateTime('UTC').epochMilliseconds - offset * 60_000
  const first = instant(wall)
  const next = repeats(parts)
  // The day is the user's, the time is not: it may be a day too late as well.
  if (next.days === 1 && offset !== null) return first - Math.floor((first - now.getTime()) / DAY) * DAY
  return isPast(first, { now }) ? instant(wall.add(next)) : first
}

/** The minute that a clock shows is not over yet. */
function isPast(time: number, { now }: Pick<Clock, 'now'>): boolean {
  return time < now.getTime() - (now.getTime() % 60_000)
}

/** Such a date is meant, even where it is past. */
function isInFull({ words, parts }: DateCandidate): boolean {
  const isCertain = (['year', 'month', 'day'] as const).every((part) => parts.isCertain(part))
  return isCertain && /\b(?:19|20)\d\d\b/.test(words)
}

/** When what is past comes again: a date has said only so much of itself. */
function repeats(parts: ParsedComponents): { days?: number; years?: number } {
  const [hasDay, hasMonth, hasWeekday, hasYear] = (['day', 'month', 'weekday', 'year'] as const).map((part) =>
    parts.isCertain(part),
  )
  if (hasYear) return { days: 0 }
  if (hasDay && hasMonth) return { years: 1 }
  if (hasWeekday) return { days: 7 }
  return { days: parts.isCertain('hour') ? 1 : 0 }
}

/** What a clock on the wall shows; without a time it is the end of the day. */
function wallOf(parts: ParsedComponents, words: string): Temporal.PlainDateTime | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers(parts)
  if (!(year >= 1 && year <= 9999)) return undefined
  const tags = parts.tags()
  const isPartOfDay = ['morning', 'afternoon', 'evening'].some((part) => tags.has(`casualReference/${part}`))
  const hasTime = parts.isCertain('hour') || (isPartOfDay && !/night/i.test(words))
  const time = hasTime ? { hour, minute, second } : { hour: 23, minute: 59 }
  return Temporal.PlainDateTime.from({ year, month, day, ...time })
}

function numbers(parts: ParsedComponents): number[] {
  const names = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
  return names.map((name) => parts.get(name) ?? 0)
}
