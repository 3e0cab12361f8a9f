import type { Parser } from 'chrono-node/en'
import { Temporal } from 'temporal-polyfill'

/** A time from now: an exact duration, or a number of calendar days and months. */
type RelativeTime = { milliseconds: number } | { days: number; months: number }

/** chrono's tag for dates that {@link relativeTimeParser} found. */
export const RELATIVE_TIME_TAG = 'tandem/relative-time'

const NUMBERS = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
const NUMBER = String.raw`(?:(half an?|an?|${NUMBERS.join('|')}) |(\d{1,4}(?:\.\d{1,2})?) ?)`
/** A single letter is a unit only directly after a number, since `in 50 m` means metres. */
const UNIT = String.raw`(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|(?<=\d)(?:mo|[smhdwy]))(?![a-z])`
const PART = new RegExp(NUMBER + UNIT, 'gi')
const PARTS = `${PART.source}(?:(?: and |, | )?${PART.source}){0,2}(?! and a half)`.replaceAll(
  /\((?!\?)/g,
  '(?:',
)
const NAMED = { 'next week': 7, 'the day after tomorrow': 2, 'day after tomorrow': 2 }
const PATTERN = new RegExp(
  String.raw`\b(?:(?:in|within|after) (?:about )?${PARTS}|${PARTS} (?:from now|later)|${Object.keys(NAMED).join('|')})(?!\w)`,
  'i',
)

/**
 * Finds `in 2 hours` in a text with single spaces. It replaces chrono's own parsers, which also match `for 2 hours` and take
 * seconds for hostile texts because their patterns backtrack.
 */
export const relativeTimeParser: Parser = {
  pattern: () => PATTERN,
  extract(context, [words = '']) {
    const relative = parseRelativeTime(words)
    if (!relative) return null
    const today = context.refDate
    const isDuration = 'milliseconds' in relative
    const { year, month, day } = new Temporal.PlainDate(
      today.getFullYear(),
      today.getMonth() + 1,
      today.getDate(),
    ).add(isDuration ? { days: 0 } : relative)
    return context
      .createParsingComponents({ year, month, day, ...(isDuration && { hour: today.getHours() }) })
      .addTag(RELATIVE_TIME_TAG)
  },
}

const UNITS = {
  s: { milliseconds: 1000 },
  m: { milliseconds: 60_000 },
  h: { milliseconds: 3_600_000 },
  d: { days: 1 },
  w: { days: 7 },
  mo: { months: 1 },
  y: { months: 12 },
}

/** Undefined if the length is not defined, as of a month and a half or a month and two hours. */
export function parseRelativeTime(words: string): RelativeTime | undefined {
  const lower = words.toLowerCase()
  const named = Object.entries(NAMED).find(([name]) => lower.includes(name))
  const total = { milliseconds: 0, days: named?.[1] ?? 0, months: 0 }
  for (const [, word, digits, unit = ''] of lower.matchAll(PART)) {
    const count = digits === undefined ? numberOf(word) : Number(digits)
    const key = unit.startsWith('mo') ? 'mo' : unit.charAt(0)
    for (const [name, each] of Object.entries(UNITS[key as keyof typeof UNITS])) {
      total[name as keyof typeof total] += count * each
    }
  }
  const { milliseconds, days, months } = total
  const isDuration = milliseconds > 0 || !Number.isInteger(days)
  if (isDuration) return months > 0 ? undefined : { milliseconds: milliseconds + days * 86_400_000 }
  return Number.isInteger(months) && days + months > 0 ? { days, months } : undefined
}

function numberOf(word = ''): number {
  if (word.startsWith('half')) return 0.5
  return word.startsWith('a') ? 1 : NUMBERS.indexOf(word) + 1
}
