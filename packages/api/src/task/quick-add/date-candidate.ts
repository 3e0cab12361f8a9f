import type { ParsedResult } from 'chrono-node/en'
import { RELATIVE_TIME_TAG } from './relative-time.ts'

export type ParsedComponents = ParsedResult['start']

/** What chrono takes for a date, and what it stands in. */
export interface DateCandidate {
  /** The span, with the words that lead to it. */
  start: number
  end: number
  /** The date itself. */
  words: string
  /** As in `due on`; empty where the date stands by itself. */
  lead: string
  before: string
  parts: ParsedComponents
  isRange: boolean
  /** Minutes that the text itself is ahead of UTC; null by the user's own clock. */
  offset: number | null
}

const LEAD = /(?:^|[\s(])((?:due|(?:due )?(?:on|by|at|until|till)) )$/i
const TAKES_ARTICLE = /^(?:\d{1,2}(?:st|nd|rd|th)|end of)\b/i
/** A word ends here, or the sentence does: `tomorrow's` and `monday.com` are other words. */
const END = /^[.,;:!?)\]}…]*(?:\s|$)/

/** Finds the bounds of a date. Undefined where it is part of another word. */
export function delimitCandidate(text: string, result: ParsedResult): DateCandidate | undefined {
  const zoned = withoutFalseZone(result)
  if (!zoned) return undefined
  const opening = /^[\s,(（]*/.exec(zoned.text)?.[0].length ?? 0
  const words = zoned.text
    .slice(opening)
    .replace(zoned.text.includes('(', opening) ? /[\s,]+$/ : /[\s,)）]+$/, '')
  const index = result.index + opening
  const before = text.slice(0, index)
  const lead = leadTo(before, words)
  const after = text.slice(index + words.length)
  const bracket = before.slice(0, before.length - lead.length).endsWith('(') && after.startsWith(')') ? 1 : 0
  const start = index - lead.length - bracket
  if (!/(?:^|\s)$/.test(text.slice(0, start)) || !END.test(after)) return undefined
  return {
    start,
    end: index + words.length + bracket,
    words,
    lead,
    before,
    parts: result.start,
    isRange: Boolean(result.end),
    offset: zoned.offset,
  }
}

function leadTo(before: string, words: string): string {
  const article = TAKES_ARTICLE.test(words) ? (/\bthe $/i.exec(before)?.[0] ?? '') : ''
  const lead = LEAD.exec(before.slice(0, before.length - article.length))?.[1]
  return lead === undefined ? '' : lead + article
}

const ZONE =
  /[\s,(](?!(?:AM|PM)\b)(?:[A-Z]{2,4}|(?:UTC|GMT) ?[+-]\d{1,2}(?::?\d\d)?|[+-]\d\d:?\d\d)(?=[\s)]|$)|\d(?:[+-]\d\d(?::?\d\d)?|Z)(?=\s|$)/
const FALSE_ZONE = /\s*,?\s*\(?(?:\b[a-z]{2,4}|(?:UTC|GMT)? ?[+-]\d{1,2}(?::?\d\d)?)\)?$/i

/** chrono reads `5pm get milk` by the clock of Georgia (GET), and `5pm -2 eggs` by one west of Greenwich. */
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

/** Each is a way for words to be taken for a date. */
const DOUBTS: ((found: DateCandidate) => boolean)[] = [
  ({ isRange }) => isRange,
  ({ lead, before }) => lead === '' && NOT_AFTER.test(before),
  ({ words }) => /^from\b|\b(?:last|past)\b/i.test(words),
  ({ parts }) => parts.tags().has('casualReference/now'),
  // A month or a year alone, or a number.
  ({ words, parts }) => !(hasDay(parts) || CLEAR_TIME.test(words)),
  // `at 5` may be a time only where there is a day.
  ({ words, parts }) =>
    parts.isCertain('hour') &&
    !isAhead(parts) &&
    !CLEAR_TIME.test(words) &&
    !(hasDay(parts) && /\bat \d/i.test(words)),
  // The 20 of `May 5 20 guests`.
  ({ words, parts }) =>
    parts.isCertain('year') &&
    !isAhead(parts) &&
    !NAMED.test(words) &&
    !/\b\d{4}\b|\/\d\d\b/.test(words.replaceAll(/\bat \d+/gi, '')),
  // The cat sat in the sun, and Sat there.
  ({ words }) => /^(?:on )?(?:sun|sat|wed)\.?$/.test(words) || /\bweek(?:end|day)\b/i.test(words),
  ({ words, before }) => /^(?:sun|sat|wed)\.?$/i.test(words) && before.trim() === '',
  // Room 5 may be free.
  ({ words, lead }) => lead === '' && /^\d{1,2} (?:may|march|mar)$/.test(words),
  ({ words }) => /^(?:morning|afternoon|evening|night)$/i.test(words),
  ({ words, lead }) => lead === '' && /^(?:noon|midday|midnight)$/i.test(words),
  isOtherNumber,
]

/** Whether what chrono takes for a date may as well be words. */
export function isAmbiguous(found: DateCandidate): boolean {
  return DOUBTS.some((isIn) => isIn(found))
}

const isAhead = (parts: ParsedComponents) => parts.tags().has(RELATIVE_TIME_TAG)
const hasDay = (parts: ParsedComponents) => parts.isCertain('day') || parts.isCertain('weekday')

/** A fraction, a version, a date whose day comes first for some: only `2026-12-24`, `12/24/2026` and `by 12/24` are clear. */
function isOtherNumber({ words, parts, lead }: DateCandidate): boolean {
  if (/\b\d{4} \d{1,2} \d{1,2}\b/.test(words)) return true
  if (!parts.tags().has('parser/SlashDateFormatParser')) return false
  const [found, year] = /\b\d{1,2}\/\d{1,2}(\/\d{2,4})?\b/.exec(words) ?? []
  return found === undefined || (year === undefined && lead === '' && !parts.isCertain('hour'))
}
