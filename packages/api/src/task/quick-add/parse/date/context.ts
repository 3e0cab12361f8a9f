import type { Word } from '../words.ts'
import type { Line } from './line.ts'
import {
  ARTICLES,
  GOES_ON,
  isAboutTime,
  isBareNumber,
  isNumber,
  isSymbol,
  LABELS,
  LIMITS_RULES,
  MAY_COUNT,
  NAMES_OF_DAYS,
  NOT_AFTER,
  NOT_BEFORE_PREPOSITION,
  OBJECTS,
  VERBS,
  VERBS_OR_NOUNS,
  VERBS_WITH_IN,
} from './neighbour-words.ts'
import type { Phrase } from './phrases/phrase.ts'
import { zoneOf } from './phrases/time.ts'
import type { Run } from './run.ts'

/** Whether a run is a date where it stands: no attribute, and no piece of something that was not understood. */
export function stands(line: Line, run: Run): boolean {
  return isBracketed(line, run) || (startsHere(line, run) && endsHere(line, run))
}

/** `Dentist 9:30 Dr. Smith`: nothing is wrong before the run, but what follows was not understood. */
export function isOpenEnded(line: Line, run: Run): boolean {
  return startsHere(line, run) && !endsHere(line, run)
}

/** `(tomorrow 5pm)` */
function isBracketed({ words }: Line, { first, last }: Run): boolean {
  const before = words[first - 1]
  const isApart = before === undefined || before.isTaken || !isAboutTime(before)
  return isApart && words[first]?.open === '(' && words[last]?.close.startsWith(')') === true
}

function startsHere({ words }: Line, { first, preposition, phrases }: Run): boolean {
  const before = words[first - 1]
  if (words[first]?.open) return false
  if (before === undefined || before.isTaken) return true
  if (isSymbol(before)) return startsAfter(before, words[first - 2])
  // `Email re: Friday`
  if (before.close !== '') return !(before.close === ':' && /^(?:re|about|regarding)$/.test(before.text))
  if (isPiece(before, words[first - 2])) return false
  // `Friday or maybe Monday`
  if (/^(?:maybe|perhaps|possibly|even)$/.test(before.text) && words[first - 2]?.text === 'or') return false
  if (preposition !== '') return !NOT_BEFORE_PREPOSITION.has(before.text)
  if (isVague(before, words[first + 1], phrases[0])) return false
  // `Check in tomorrow`
  if (before.text === 'in' && VERBS_WITH_IN.has(words[first - 2]?.text ?? '')) return true
  return !NOT_AFTER.has(before.text) && !NAMES_OF_DAYS.has(before.text)
}

/** `late next week`, `one Friday` */
function isVague({ text }: Word, second: Word | undefined, phrase: Phrase | undefined): boolean {
  if (text === 'one') return phrase?.kind === 'weekday'
  return /^(?:early|late|later|sometime)$/.test(text) && /^(?:week|month|year)$/.test(second?.text ?? '')
}

/** `Pay 50 € tomorrow` and `Party 🎉 tomorrow`, unlike `3pm - Friday`. */
function startsAfter({ text }: Word, before: Word | undefined): boolean {
  if (/^\p{Sc}$/u.test(text) || before === undefined || before.isTaken) return true
  return !(isAboutTime(before) || isBareNumber(before))
}

/** Whether the word before a date is a part of it that was not understood. */
function isPiece(before: Word, beyond: Word | undefined): boolean {
  // `Movie night Friday`
  if (isAboutTime(before)) return !/^(?:evening|night)$/.test(before.text)
  // `11am EST/8am PST thursday`
  if (before.raw === before.raw.toUpperCase() && zoneOf(before.text) !== undefined) return true
  // `3x weekly`
  return /^\d+x$/.test(before.text) || (isBareNumber(before) && !isLabelled(before, beyond))
}

/** `room 12` and `BA 117` */
const isLabelled = ({ text }: Word, before: Word | undefined) =>
  before !== undefined &&
  before.close === '' &&
  /^\d+(?:[-–]\d+)?$/.test(text) &&
  (LABELS.has(before.text) || (before.isCapitalised && /^[A-Z]{2,3}$/.test(before.raw)))

function endsHere(line: Line, run: Run): boolean {
  const { words } = line
  const { close = '' } = words[run.last] ?? {}
  const [after, second] = words.slice(run.last + 1)
  if (after === undefined || after.isTaken) return true
  if (isBook(words, run)) return false
  const isTimeNext = isAboutTime(after) || isNumber(after)
  if (close !== '') return !(/^[,:]$/.test(close) && isTimeNext)
  if (isSymbol(after)) return !isTime(second) && !mayBeWeekday(second)
  if (after.open !== '') return !isTimeNext && !(isAlternative(after) && isTime(second))
  return !isTimeNext && (goesOn(line, run, after) || begins(line, run, after))
}

/** `Buy Saturday by McEwan`, unlike `Pay rent Friday by PayPal`. */
const isBook = (words: readonly Word[], { first, last }: Run) =>
  first === 1 &&
  words[first]?.isCapitalised === true &&
  words[last + 1]?.text === 'by' &&
  words[last + 2]?.isCapitalised === true

/** In lower case they are other words too, but not in `fri and sat`. */
const mayBeWeekday = (word: Word | undefined) => /^(?:sat|sun|wed)$/.test(word?.text ?? '')

/** `tomorrow (or Friday)`, `tomorrow (before 9am)` */
const isAlternative = ({ text }: Word) => /^(?:or|and|not|before|after|from|to|until|till|til)$/.test(text)

const isTime = (word: Word | undefined) =>
  word !== undefined && !word.isTaken && (isAboutTime(word) || isNumber(word))

/** The line goes on with a preposition phrase or another clause. */
function goesOn({ words }: Line, { last, phrases }: Run, after: Word): boolean {
  const next = words[last + (ARTICLES.has(words[last + 2]?.text ?? '') ? 3 : 2)]
  if (!GOES_ON.has(after.text) || after.isCapitalised) return /^@\p{L}/u.test(after.text)
  const isRule = phrases.some(({ kind }) => kind === 'rule')
  // `every year on my birthday`, `every day if it rains`: the rest belongs to the rule.
  if (isRule && LIMITS_RULES.has(after.text)) return false
  // `5pm your time`
  if (next?.text === 'time' && ARTICLES.has(after.text)) return false
  if (/^(?:and|but|then)$/.test(after.text) && mayBeWeekday(next)) return false
  if (after.close !== '' || !isTime(next) || next === undefined) return true
  // `tomorrow with 2 friends`, and not `every day for 2 weeks`.
  if (!MAY_COUNT.has(after.text) || isRule) return false
  return !/\d[ap]\.?m|\d:\d|^(?:noon|midnight|midday)$/.test(next.text)
}

/** What follows begins anew: a verb, or after a date at the start of the line what happens then. */
function begins(line: Line, run: Run, after: Word): boolean {
  const { words } = line
  const next = words[run.last + 2]
  if (VERBS.has(after.text) && !after.isCapitalised && next !== undefined) return true
  // `tomorrow 5pm pet the cat`
  if (hasDayAndTime(run) && after.close === '' && ARTICLES.has(next?.text ?? '')) return true
  const before = words[run.first - 1]
  const isFirst = before === undefined || before.isTaken || before.close !== ''
  if (!isFirst) return false
  if (namesNothing(run, after) || says(run, after, next) || happens(line, run, after)) return true
  return comesAgain(line, run, after)
}

const has = ({ phrases }: Run, ...kinds: Phrase['kind'][]) => phrases.some(({ kind }) => kinds.includes(kind))
const hasDayAndTime = (run: Run) => has(run, 'day', 'weekday', 'date') && has(run, 'time')

/** Nobody calls anything `05/07/2026 dentist`, `Friday 10am dentist` or `At 7pm dinner`. */
function namesNothing(run: Run, after: Word): boolean {
  if (run.phrases.some((phrase) => phrase.kind === 'date' && phrase.isNumeric)) return true
  return hasDayAndTime(run) || (run.preposition !== '' && !after.isCapitalised && has(run, 'time', 'weekday'))
}

/** `Every other friday payroll`, and not `Every day life`. */
function comesAgain({ words }: Line, { first, phrases }: Run, after: Word): boolean {
  if (phrases[0]?.kind !== 'rule' || after.isCapitalised) return false
  if (NOT_AFTER.has(after.text) || LIMITS_RULES.has(after.text) || COUNTED.test(after.text)) return false
  if (phrases.some(({ kind }) => kind === 'time')) return true
  return (
    /^(?:every|each|on)$/.test(words[first]?.text ?? '') && !ATTRIBUTIVE.test(words[first + 1]?.text ?? '')
  )
}

const ATTRIBUTIVE = /^(?:single|day|week|weekend|month|quarter|year|morning|afternoon|evening|night)$/

/** `7pm dinner at Luigi's`, `tomorrow dentist`: one word, which is no name, says what happens then. */
function happens({ words }: Line, { first, phrases }: Run, after: Word): boolean {
  if (after.isCapitalised || !/^\p{L}+$/u.test(after.text)) return false
  if (NOT_AFTER.has(after.text) || COUNTED.test(after.text)) return false
  // `in 3 days dentist appointment`
  if (words[first]?.text === 'in') return true
  const isThen = phrases.every(
    (phrase) =>
      (phrase.kind === 'time' && !phrase.isOpen && !phrase.isNamed) ||
      (phrase.kind === 'day' && phrase.isAdverb),
  )
  if (!isThen) return false
  const next = words[words.indexOf(after) + 1]
  if (after.close !== '' || next === undefined || next.isTaken || isSymbol(next)) return true
  return (GOES_ON.has(next.text) && !next.isCapitalised) || isAboutTime(next)
}

/** `Tomorrow call mom`, and not `Friday call notes`. */
function says(run: Run, after: Word, next: Word | undefined): boolean {
  if (after.isCapitalised) return after.raw === 'I' && !has(run, 'rule')
  if (has(run, 'date')) return !COUNTED.test(after.text) && !isVerbal(run)
  if (VERBS.has(after.text)) return true
  if (!VERBS_OR_NOUNS.has(after.text)) return false
  const isAttributive = has(run, 'weekday', 'time', 'rule')
  return !isAttributive || (next !== undefined && (OBJECTS.has(next.text) || next.isCapitalised))
}

/** `march 15 soldiers`, `may 5 join us`: the months that are verbs. */
const isVerbal = ({ phrases }: Run) =>
  phrases.some((phrase) => phrase.kind === 'date' && (phrase.month === 3 || phrase.month === 5))

/** `June 20 people` */
const COUNTED =
  /^(?:miles?|km|k|kilometers?|kilometres?|meters?|metres?|steps|times|laps|blocks|hours?|minutes?|people|guests|be|is|was|are|were|has|have|can|will|and)$/
