import { type Day, dayOf, fieldsOf, inMonth } from './calendar.ts'
import type { Phrase } from './phrases/phrase.ts'

type Of<K extends Phrase['kind']> = Extract<Phrase, { kind: K }>
export type DayPhrase = Of<'day' | 'weekday' | 'date' | 'date-of-month'>

/** The phrase that decides comes first, then the one that must agree with it. */
const ORDER: readonly DayPhrase['kind'][] = ['date', 'date-of-month', 'day', 'weekday']

/** The days that the phrases mean together, in order. Undefined for phrases that do not go together. */
export function daysOf(phrases: readonly DayPhrase[]): ((today: Day) => (Day | undefined)[]) | undefined {
  const kinds = new Set(phrases.map(({ kind }) => kind))
  const [first, other] = phrases.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  if (first === undefined || phrases.length > 2 || kinds.size < phrases.length) return undefined
  return (today) => {
    const found = candidates(first, today)
    const agreed = found.filter((day) => day !== undefined && (!other || agrees(day, other, today)))
    return agreed.slice(0, 2)
  }
}

function agrees(day: Day, other: DayPhrase, today: Day): boolean {
  if (other.kind === 'weekday') return fieldsOf(day).weekday === other.weekday
  return candidates(other, today).includes(day)
}

/** Friday the 31st comes within two years. */
const MAX_MONTHS = 24
/** From one leap day to the next. */
const MAX_YEARS = 8

function candidates(phrase: DayPhrase, today: Day): (Day | undefined)[] {
  switch (phrase.kind) {
    case 'day':
      return [phrase.find(today)]
    case 'weekday': {
      const day = today + ((phrase.weekday - fieldsOf(today).weekday + 7) % 7)
      return [day, day + 7]
    }
    case 'date-of-month':
      return datesOfMonths(phrase.date, today)
    case 'date':
      return [nextDate(phrase, today)]
  }
}

function datesOfMonths(date: number, today: Day): (Day | undefined)[] {
  const { year, month } = fieldsOf(today)
  return Array.from({ length: MAX_MONTHS }, (_, i) => inMonth(year, month + i, date)).filter(
    (day) => day !== undefined && fieldsOf(day).date === date && day >= today,
  )
}

function nextDate({ year, month, date }: Of<'date'>, today: Day): Day | undefined {
  if (year !== undefined) return dayOf(year, month, date)
  const now = fieldsOf(today).year
  return Array.from({ length: MAX_YEARS + 1 }, (_, i) => dayOf(now + i, month, date)).find(
    (day) => day !== undefined && day >= today,
  )
}
