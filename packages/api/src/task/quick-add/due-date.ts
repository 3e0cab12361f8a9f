import * as chrono from 'chrono-node/en'
import { Temporal } from 'temporal-polyfill'
import { isInRange } from '../../core/time.ts'
import { type DateCandidate, delimitCandidate, isAmbiguous, type ParsedComponents } from './date-candidate.ts'
import { parseRelativeTime, RELATIVE_TIME_TAG, relativeTimeParser } from './relative-time.ts'

interface Clock {
  now: Date
  timeZone: string
}

interface DueDate {
  /** The span in the text. */
  start: number
  end: number
  /** In milliseconds since 1970. */
  dueAt: number
}

const DAY = 86_400_000

/** Finds the first unambiguous date in an English text. Numeric dates have the month first. */
export function findDueDate(text: string, clock: Clock): DueDate | undefined {
  const { collapsed, indexes } = collapseWhitespace(text)
  const today = Temporal.Instant.fromEpochMilliseconds(clock.now.getTime()).toZonedDateTimeISO(clock.timeZone)
  // chrono computes in the time zone of this process, where noon is the one hour that no change of clocks skips.
  for (const result of parse(collapsed, new Date(today.year, today.month - 1, today.day, 12))) {
    const candidate = delimitCandidate(collapsed, result)
    if (!candidate || isAmbiguous(candidate)) continue
    const dueAt = instantOf(candidate, clock)
    if (!isInRange(dueAt) || (isPast(dueAt, clock) && !isComplete(candidate))) continue
    return { start: indexes[candidate.start] ?? 0, end: (indexes[candidate.end - 1] ?? 0) + 1, dueAt }
  }
}

/** Replaces each run of white space by one space, because chrono's patterns backtrack over long runs. Also maps the indexes. */
function collapseWhitespace(text: string): { collapsed: string; indexes: number[] } {
  const kept = [...text.matchAll(/\s+|\S/g)].map(({ 0: match, index }) => ({ match, index }))
  return {
    collapsed: kept.map(({ match }) => (match.trim() === '' ? ' ' : match)).join(''),
    indexes: kept.map(({ index }) => index),
  }
}

/** chrono's parsers of relative times, which {@link relativeTimeParser} replaces. */
const REPLACED_PARSERS = [
  'ENTimeUnitWithinFormatParser',
  'ENTimeUnitAgoFormatParser',
  'ENTimeUnitLaterFormatParser',
  'ENTimeUnitCasualRelativeFormatParser',
  'ENRelativeDateFormatParser',
]
const { parsers, refiners } = chrono.casual
const keptParsers = parsers.filter((parser) => !REPLACED_PARSERS.includes(parser.constructor.name))
if (keptParsers.length !== parsers.length - REPLACED_PARSERS.length) {
  throw new Error('chrono has renamed its parsers')
}
const reader = new chrono.Chrono({ parsers: [...keptParsers, relativeTimeParser], refiners })

/** Bounds the work for a text with very many dates. */
const MAX_DATES = 20

/** chrono throws on some texts; those count as texts without a date. */
function parse(text: string, reference: Date): chrono.ParsedResult[] {
  try {
    return reader.parse(text, reference).slice(0, MAX_DATES)
  } catch {
    return []
  }
}

/** NaN if there is no such instant. */
function instantOf({ words, parts, offset }: DateCandidate, { now, timeZone }: Clock): number {
  const relative = parts.tags().has(RELATIVE_TIME_TAG) ? parseRelativeTime(words) : undefined
  if (relative && 'milliseconds' in relative) return now.getTime() + relative.milliseconds
  const local = localDateTime(parts, words)
  if (!local) return Number.NaN
  const toInstant = (time: Temporal.PlainDateTime) =>
    offset === null
      ? time.toZonedDateTime(timeZone).epochMilliseconds
      : time.toZonedDateTime('UTC').epochMilliseconds - offset * 60_000
  const first = toInstant(local)
  const period = recurrence(parts)
  // The day is in the user's time zone but the time is in another, so the result may also be a day too late.
  if (period.days === 1 && offset !== null) return first - Math.floor((first - now.getTime()) / DAY) * DAY
  return isPast(first, { now }) ? toInstant(local.add(period)) : first
}

/** The current minute is not past. */
function isPast(time: number, { now }: Pick<Clock, 'now'>): boolean {
  return time < now.getTime() - (now.getTime() % 60_000)
}

/** Whether the date has a four-digit year, and so is intended even if it is past. */
function isComplete({ words, parts }: DateCandidate): boolean {
  const isCertain = (['year', 'month', 'day'] as const).every((part) => parts.isCertain(part))
  return isCertain && /\b(?:19|20)\d\d\b/.test(words)
}

/** The period after which an incomplete date occurs again: `Friday` every week, `May 5` every year. */
function recurrence(parts: ParsedComponents): { days?: number; years?: number } {
  const [hasDay, hasMonth, hasWeekday, hasYear] = (['day', 'month', 'weekday', 'year'] as const).map((part) =>
    parts.isCertain(part),
  )
  if (hasYear) return { days: 0 }
  if (hasDay && hasMonth) return { years: 1 }
  if (hasWeekday) return { days: 7 }
  return { days: parts.isCertain('hour') ? 1 : 0 }
}

/** The date and time in the date's own time zone. Without a time it is the end of the day. */
function localDateTime(parts: ParsedComponents, words: string): Temporal.PlainDateTime | undefined {
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
