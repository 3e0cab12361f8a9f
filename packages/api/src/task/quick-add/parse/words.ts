import { MONTHS, WEEKDAYS } from './date/phrases/vocabulary.ts'

/** A part of the text, in UTF-16 code units. */
export interface Span {
  start: number
  end: number
}

/** What stands between white space, without the punctuation around it. */
export interface Word extends Span {
  /** As it was typed. */
  raw: string
  /** In lower case, with straight apostrophes. */
  text: string
  /** Never in a line without lower case, where capitals say nothing. */
  isCapitalised: boolean
  /** The punctuation before and after it. */
  open: string
  close: string
  /** Belongs to a chip, a quotation or a kept span: no part of a date, and a boundary to its neighbours. */
  isTaken: boolean
}

const OPENING = '([{<\'‘"“„«'
const CLOSING = '.,;:!?…)]}>\'’"”»'
/** Their full stop is a part of them. */
const ABBREVIATIONS = new Set(['a.m', 'p.m', 'a', 'p'])
const DAY_AND_MONTH = /^\d{1,2}\.\d{1,2}$/
const ZONE = /^(?:utc|gmt)(?:[+-]\d{1,2}(?::?\d\d)?)?$/

/** The words of a line. Those that overlap `taken` are marked. */
export function wordsOf(text: string, taken: readonly Span[]): Word[] {
  const spans = [...taken, ...quotations(text)]
  const hasLowerCase = /\p{Ll}/u.test(text)
  const found = [...text.matchAll(/\S+/g)]
  return found.map(({ 0: piece, index }, i) => {
    const word = trimPunctuation(piece, index)
    joinFullStop(word, i === found.length - 1)
    joinBrackets(word)
    word.isCapitalised = hasLowerCase && /^\p{Lu}/u.test(word.raw)
    word.isTaken = spans.some(({ start, end }) => start < word.end && word.start < end)
    return word
  })
}

function trimPunctuation(piece: string, index: number): Word {
  let first = 0
  let last = piece.length
  while (first < last && OPENING.includes(piece.charAt(first))) first++
  while (last > first && CLOSING.includes(piece.charAt(last - 1))) last--
  if (first === last) [first, last] = [0, piece.length]
  const raw = piece.slice(first, last)
  return {
    start: index + first,
    end: index + last,
    raw,
    text: raw.toLowerCase().replaceAll('’', "'"),
    isCapitalised: false,
    open: piece.slice(0, first),
    close: piece.slice(last),
    isTaken: false,
  }
}

/** `Fri. 5pm`, `7 p.m.` and `31.12.` end no sentence, where more follows. */
function joinFullStop(word: Word, isLast: boolean): void {
  if (!word.close.startsWith('.') || word.close.startsWith('..')) return
  const isDate = DAY_AND_MONTH.test(word.text)
  const isAbbreviation =
    !isLast &&
    word.text.length <= 5 &&
    (Object.hasOwn(WEEKDAYS, word.text) || Object.hasOwn(MONTHS, word.text))
  const isHalfOfDay = ABBREVIATIONS.has(word.text.replace(/^\d[\d:.]*/, ''))
  if (!isDate && !isAbbreviation && !isHalfOfDay) return
  if (isDate) word.text += '.'
  word.end++
  word.close = word.close.slice(1)
}

/** `5pm (UTC+3)` */
function joinBrackets(word: Word): void {
  if (word.open !== '(' || !word.close.startsWith(')') || !ZONE.test(word.text)) return
  word.start--
  word.end++
  word.open = ''
  word.close = word.close.slice(1)
}

const QUOTATIONS = [/["“„«][^"“”„«»]*["“”»]/g, /`[^`]*`/g, /(?<=^|\s)['‘][^'‘’]*['’](?=[.,;:!?)]*(?:\s|$))/g]

/** Titles and code in quotes are words, whatever they look like. */
function quotations(text: string): Span[] {
  return QUOTATIONS.flatMap((pattern) =>
    Array.from(text.matchAll(pattern), ({ 0: { length }, index }) => ({ start: index, end: index + length })),
  )
}
