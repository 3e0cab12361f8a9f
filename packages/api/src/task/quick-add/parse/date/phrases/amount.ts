import { type Day, fieldsOf, inMonth } from '../calendar.ts'
import { type Phrase, pattern } from './phrase.ts'
import { anyName, NUMBERS, numberOf } from './vocabulary.ts'

const NUMBER = String.raw`(?:(half an?|an?|${anyName(NUMBERS)}) |(\d{1,4}(?:\.\d{1,2})?) ?)`
/** A single letter is a unit only directly after a number, since `in 50 m` means metres. */
const UNIT = String.raw`(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?|(?<=\d)(?:mo|[smhdwy]))(?![a-z])`
const PART = new RegExp(NUMBER + UNIT, 'g')
const AMOUNT = `${PART.source}(?:(?: and |, | )?${PART.source}){0,2}`.replaceAll(/\((?!\?)/g, '(?:')

/** `in 2 hours` and `2 weeks from now`. `28 days later` may be a title, and `after 2 hours` a duration. */
export const amountPatterns = [
  pattern(`(?:in|within) (?:about )?(${AMOUNT})(?! and a half)(?: time)?`, ([, amount = '']) => [
    // Rome was not built in one.
    /^(?:a|one) day$/.test(amount) ? { kind: 'unclear' } : laterBy(amount),
  ]),
  pattern(`(${AMOUNT}) from (now|today|tomorrow)`, ([, amount = '', from]) => [
    laterBy(amount, from === 'tomorrow' ? 1 : 0),
  ]),
]

const UNITS: Readonly<Record<string, { milliseconds?: number; days?: number; months?: number }>> = {
  s: { milliseconds: 1000 },
  m: { milliseconds: 60_000 },
  h: { milliseconds: 3_600_000 },
  d: { days: 1 },
  w: { days: 7 },
  f: { days: 14 },
  mo: { months: 1 },
  y: { months: 12 },
}

/** A time, or a day if it consists of whole days and months. Unclear is the length of a month and a half, or of a month and two hours. */
function laterBy(amount: string, offset = 0): Phrase {
  let milliseconds = 0
  let days = offset
  let months = 0
  for (const [, word, digits, unit = ''] of amount.matchAll(PART)) {
    const count = digits === undefined ? countOf(word) : Number(digits)
    const each = UNITS[unit.startsWith('mo') ? 'mo' : unit.charAt(0)]
    milliseconds += count * (each?.milliseconds ?? 0)
    days += count * (each?.days ?? 0)
    months += count * (each?.months ?? 0)
  }
  if (milliseconds > 0 || !Number.isInteger(days)) {
    if (months > 0 || offset > 0) return { kind: 'unclear' }
    return { kind: 'later', milliseconds: milliseconds + days * 86_400_000 }
  }
  if (!Number.isInteger(months) || days + months <= 0) return { kind: 'unclear' }
  return { kind: 'day', find: (today) => addMonths(today, months, days) }
}

function addMonths(today: Day, months: number, days: number): Day | undefined {
  const { year, month, date } = fieldsOf(today)
  const day = inMonth(year, month + months, date)
  return day === undefined ? undefined : day + days
}

function countOf(word = ''): number {
  if (word.startsWith('half')) return 0.5
  return word.startsWith('a') ? 1 : numberOf(word)
}
