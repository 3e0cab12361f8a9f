import type { Word } from '../../words.ts'
import { type Day, dayOf, fieldsOf, inMonth, lastDateOf, nthWeekday } from '../calendar.ts'
import { type Phrase, pattern } from './phrase.ts'
import { anyName, MONTH, MONTHS, numberOf, ORDINAL, ORDINALS, WEEKDAY, WEEKDAYS } from './vocabulary.ts'

const YEAR = String.raw`(?:19|20|21)\d\d`
const TOMORROW = 'tomorrow|2moro|2morrow|tmrw|tmr|tmw|tomorow|tommorow|tommorrow'

export const dayPatterns = [
  pattern('today', () => [inDays(0)]),
  pattern(TOMORROW, () => [inDays(1)]),
  pattern(`(?:the )?day after (?:${TOMORROW})|overmorrow`, () => [inDays(2)]),
  pattern('tonight|tonite|2nite|2night', () => [inDays(0), { kind: 'part-of-day', part: 'night' }]),
  pattern('this (morning|afternoon|evening|night)', ([, part]) => [
    inDays(0),
    { kind: 'part-of-day', part: part as 'morning' },
  ]),

  pattern(`(?:(?:this |the )?coming |this )?(${WEEKDAY})`, ([all, name = ''], { word }) => [
    { kind: 'weekday', weekday: WEEKDAYS[name] ?? 0, needs: all === name ? needsOf(word) : undefined },
  ]),
  pattern(
    `next (${WEEKDAY})|(${WEEKDAY})(?: of)? next week|next week,?(?: on)? (${WEEKDAY})`,
    ([, a, b, c]) => [
      { kind: 'day', find: (today) => mondayAfter(today) + (WEEKDAYS[a ?? b ?? c ?? ''] ?? 0) - 1 },
    ],
  ),
  pattern('(this|next|the|over the) weekend', ([, which]) => [
    {
      kind: 'day',
      find: (today) => (which === 'next' ? mondayAfter(today) + 5 : Math.max(today, mondayAfter(today) - 2)),
      needs: which === 'the' ? 'more' : undefined,
    },
  ]),
  pattern('next (week|month|year)', ([, unit]) => [
    { kind: 'day', find: (today) => startOfNext(unit, today) },
  ]),

  pattern(`(${MONTH})(?: the)? (${ORDINAL}|\\d{1,2})(?:,? (${YEAR}))?`, ([, month = '', date = '', year]) => [
    { kind: 'date', ...dateOf(year, month, date) },
  ]),
  pattern(
    `(?:the )?(?:(\\d{1,2}(?:st|nd|rd|th)?)(?: of)?|(${anyName(ORDINALS)}) of) (${MONTH})(?:,? (${YEAR}))?`,
    ([all, digits, word = '', month = '', year]) => {
      // `Room 5 may be free`
      const isVerb = /^\d+ (?:may|mar|march)$/.test(all)
      return [{ kind: 'date', ...dateOf(year, month, digits ?? word), needs: isVerb ? 'more' : undefined }]
    },
  ),
  pattern(`(?:(the) )?(${ORDINAL})(?: of (the|this|next) month)?`, ([, article, ordinal = '', month]) => {
    const date = numberOf(ordinal)
    if (article === undefined && !/^\d/.test(ordinal)) return undefined
    if (month !== 'next') return [{ kind: 'date-of-month', date, needs: 'more' }]
    return [{ kind: 'day', find: (today) => inNextMonth(today, date) }]
  }),
  pattern(
    `(?:the )?(${ORDINAL}|last) (${WEEKDAY}|day) (?:of|in) (?:(?:(the|this|next) )?month|(${MONTH})(?: (${YEAR}))?)`,
    ([, nth = '', what = '', which, month, year]) => {
      const n = nth === 'last' ? -1 : numberOf(nth)
      const weekday = WEEKDAYS[what]
      if (n > 5 || (weekday === undefined && n !== 1 && n !== -1)) return [{ kind: 'unclear' }]
      return [{ kind: 'day', find: (today) => nthOf({ n, weekday, which, month, year }, today) }]
    },
  ),

  pattern('eod|end of day', () => [{ kind: 'end-of-day' }]),
  pattern('cob|eob|eop|close of business|end of business|(?:the )?end of (?:the|this) day', () => [
    { kind: 'end-of-day', needs: 'more' },
  ]),
  pattern(
    `eom|eoy|(?:the )?end of (?:(?:(?:the|this) )?(month|year)|(next) (month|year)|(${MONTH})(?: (${YEAR}))?)`,
    ([all, unit = all.slice(2), next, nextUnit, month, year]) => [
      {
        kind: 'day',
        find: (today) => endOf({ unit: nextUnit ?? unit, isNext: next !== undefined, month, year }, today),
      },
    ],
  ),
]

const inDays = (days: number): Phrase => ({ kind: 'day', find: (today) => today + days, isAdverb: true })

const mondayAfter = (today: Day) => today - fieldsOf(today).weekday + 8

/** `sat`, `sun` and `wed` are words too, unless they have a capital letter within a line. */
function needsOf({ isCapitalised, text, start }: Word) {
  if ((isCapitalised && start > 0) || !/^(?:sat|sun|wed)$/.test(text)) return undefined
  return text === 'sun' || isCapitalised ? 'phrase' : 'more'
}

function startOfNext(unit: string | undefined, today: Day): Day | undefined {
  const { year, month } = fieldsOf(today)
  if (unit === 'week') return mondayAfter(today)
  return unit === 'month' ? inMonth(year, month + 1, 1) : dayOf(year + 1, 1, 1)
}

function inNextMonth(today: Day, date: number): Day | undefined {
  const { year, month } = fieldsOf(today)
  const day = inMonth(year, month + 1, date)
  return day !== undefined && fieldsOf(day).date === date ? day : undefined
}

function dateOf(year: string | undefined, month: string, date: string) {
  return {
    year: year === undefined ? undefined : Number(year),
    month: MONTHS[month] ?? 0,
    date: numberOf(date),
  }
}

interface Nth {
  n: number
  /** Undefined for any day. */
  weekday: number | undefined
  which: string | undefined
  month: string | undefined
  year: string | undefined
}

/** The one of this month, or else of the next one, or of the month that is named. */
function nthOf({ n, weekday, which, month, year }: Nth, today: Day): Day | undefined {
  const now = fieldsOf(today)
  const find = (y: number, m: number) => {
    if (weekday !== undefined) return nthWeekday(y, m, { n, weekday })
    return inMonth(y, m, n === 1 ? 1 : 31)
  }
  if (which === 'next') return find(now.year, now.month + 1)
  if (year !== undefined) return find(Number(year), MONTHS[month ?? ''] ?? 0)
  if (month !== undefined)
    return [0, 1].map((i) => find(now.year + i, MONTHS[month] ?? 0)).find(isFrom(today))
  return [0, 1].map((i) => find(now.year, now.month + i)).find(isFrom(which === 'this' ? 0 : today))
}

const isFrom = (first: Day) => (day: Day | undefined) => day !== undefined && day >= first

interface End {
  unit: string
  isNext: boolean
  month: string | undefined
  year: string | undefined
}

function endOf({ unit, isNext, month, year }: End, today: Day): Day | undefined {
  const now = fieldsOf(today)
  if (month !== undefined) {
    const m = MONTHS[month] ?? 0
    const end = (y: number) => dayOf(y, m, lastDateOf(y, m))
    return year === undefined ? [end(now.year), end(now.year + 1)].find(isFrom(today)) : end(Number(year))
  }
  const next = isNext ? 1 : 0
  return unit === 'year' || unit === 'y'
    ? dayOf(now.year + next, 12, 31)
    : inMonth(now.year, now.month + next, 31)
}
