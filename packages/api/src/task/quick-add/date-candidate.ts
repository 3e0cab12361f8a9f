import type { ParsedResult } from 'chrono-node/en'
import { RELATIVE_TIME_TAG } from './relative-time.ts'

export type ParsedComponents = ParsedResult['start']

/** What chrono recognised as a date, with its context in the text. */
export interface DateCandidate {
  /** The span, including the preposition. */
  start: number
  end: number
  /** The date itself. */
  words: string
  /** Words such as `due on` directly before the date; may be empty. */
  preposition: string
  /** All text before `words`. */
  before: string
  parts: ParsedComponents
  isRange: boolean
  /** The UTC offset stated in the text, in minutes. null for the user's time zone. */
  offset: number | null
}

const PREPOSITION = /(?:^|[\s(])((?:due|(?:due )?(?:on|by|at|until|till)) )$/i
const TAKES_ARTICLE = /^(?:\d{1,2}(?:st|nd|rd|th)|end of)\b/i
/** The end of a word or sentence, so that `tomorrow's` and `monday.com` are not dates. */
const END = /^[.,;:!?)\]}…]*(?:\s|$)/

/** Finds the span of a date. Undefined if it is part of another word. */
export function delimitCandidate(text: string, result: ParsedResult): DateCandidate | undefined {
  const zoned = withoutFalseZone(result)
  if (!zoned) return undefined
  const opening = /^[\s,(（]*/.exec(zoned.text)?.[0].length ?? 0
  const words = zoned.text
    .slice(opening)
    .replace(zoned.text.includes('(', opening) ? /[\s,]+$/ : /[\s,)）]+$/, '')
  const index = result.index + opening
  const before = text.slice(0, index)
  const preposition = prepositionBefore(before, words)
  const after = text.slice(index + words.length)
  const bracket =
    before.slice(0, before.length - preposition.length).endsWith('(') && after.startsWith(')') ? 1 : 0
  const start = index - preposition.length - bracket
  if (!/(?:^|\s)$/.test(text.slice(0, start)) || !END.test(after)) return undefined
  return {
    start,
    end: index + words.length + bracket,
    words,
    preposition,
    before,
    parts: result.start,
    isRange: Boolean(result.end),
    offset: zoned.offset,
  }
}

function prepositionBefore(before: string, words: string): string {
  const article = TAKES_ARTICLE.test(words) ? (/\bthe $/i.exec(before)?.[0] ?? '') : ''
  const preposition = PREPOSITION.exec(before.slice(0, before.length - article.length))?.[1]
  return preposition === undefined ? '' : preposition + article
}

const ZONE =
  /[\s,(](?!(?:AM|PM)\b)(?:[A-Z]{2,4}|(?:UTC|GMT) ?[+-]\d{1,2}(?::?\d\d)?|[+-]\d\d:?\d\d)(?=[\s)]|$)|\d(?:[+-]\d\d(?::?\d\d)?|Z)(?=\s|$)/
const FALSE_ZONE = /\s*,?\s*\(?(?:\b[a-z]{2,4}|(?:UTC|GMT)? ?[+-]\d{1,2}(?::?\d\d)?)\)?$/i

/** chrono reads `get` in `5pm get milk` as Georgian time, and `-2` in `5pm -2 eggs` as a UTC offset. */
function withoutFalseZone({
  start,
  text,
}: ParsedResult): (Pick<DateCandidate, 'offset'> & { text: string }) | undefined {
  if (!start.isCertain('timezoneOffset')) return { text, offset: null }
  if (start.isCertain('hour') && ZONE.test(text)) return { text, offset: start.get('timezoneOffset') }
  const cut = text.replace(FALSE_ZONE, '')
  return cut === text ? undefined : { text: cut, offset: null }
}

const CLEAR_TIME =
  /\d ?[ap]\.? ?m\b|\d[:：]\d\d|\d o\W?clock\b|\d (?:at|in the) (?:night|morning|afternoon)\b|\b(?:noon|midday|midnight)\b|\bthis (?:morning|afternoon|evening|night)\b/i
const NAMED = /\b(?:today|tonight|tomorrow|overmorrow|tmrw?|end of)\b/i
const NOT_AFTER =
  /(?:^|\s)(?:the|an?|every|each|my|our|your|his|her|their|that|before|after|since|from|to|for|of|per|black|good|easter|cyber|ash|palm) $/i

/** Each condition recognises one way in which chrono mistakes words for a date. */
const AMBIGUITIES: ((candidate: DateCandidate) => boolean)[] = [
  ({ isRange }) => isRange,
  ({ preposition, before }) => preposition === '' && NOT_AFTER.test(before),
  ({ words }) => /^from\b|\b(?:last|past)\b/i.test(words),
  ({ parts }) => parts.tags().has('casualReference/now'),
  // Only a month, a year or a number.
  ({ words, parts }) => !(hasDay(parts) || CLEAR_TIME.test(words)),
  // `at 5` is a time only together with a day.
  ({ words, parts }) =>
    parts.isCertain('hour') &&
    !isRelative(parts) &&
    !CLEAR_TIME.test(words) &&
    !(hasDay(parts) && /\bat \d/i.test(words)),
  // `20` in `May 5 20 guests` is not a year.
  ({ words, parts }) =>
    parts.isCertain('year') &&
    !isRelative(parts) &&
    !NAMED.test(words) &&
    !/\b\d{4}\b|\/\d\d\b/.test(words.replaceAll(/\bat \d+/gi, '')),
  // `the cat sat in the sun`, `Sat there`.
  ({ words }) => /^(?:on )?(?:sun|sat|wed)\.?$/.test(words) || /\bweek(?:end|day)\b/i.test(words),
  ({ words, before }) => /^(?:sun|sat|wed)\.?$/i.test(words) && before.trim() === '',
  // `Room 5 may be free`.
  ({ words, preposition }) => preposition === '' && /^\d{1,2} (?:may|march|mar)$/.test(words),
  ({ words }) => /^(?:morning|afternoon|evening|night)$/i.test(words),
  ({ words, preposition }) => preposition === '' && /^(?:noon|midday|midnight)$/i.test(words),
  isOtherNumber,
]

/** Whether the words may also mean something other than a date. */
export function isAmbiguous(candidate: DateCandidate): boolean {
  return AMBIGUITIES.some((applies) => applies(candidate))
}

const isRelative = (parts: ParsedComponents) => parts.tags().has(RELATIVE_TIME_TAG)
const hasDay = (parts: ParsedComponents) => parts.isCertain('day') || parts.isCertain('weekday')

/** Fractions, version numbers and dates with the day first. Only forms such as `2026-12-24`, `12/24/2026` and `by 12/24` are clear. */
function isOtherNumber({ words, parts, preposition }: DateCandidate): boolean {
  if (/\b\d{4} \d{1,2} \d{1,2}\b/.test(words)) return true
  if (!parts.tags().has('parser/SlashDateFormatParser')) return false
  const [found, year] = /\b\d{1,2}\/\d{1,2}(\/\d{2,4})?\b/.exec(words) ?? []
  return found === undefined || (year === undefined && preposition === '' && !parts.isCertain('hour'))
}
