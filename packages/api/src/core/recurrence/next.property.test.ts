import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { expect, inject, test } from 'vitest'
import { seededRandom } from '../../task/testing/random.ts'
import { nextOccurrence, type Recurring } from './next.ts'
import { WEEKDAYS } from './rule.ts'

const RULES = 150 / inject('oneIn')
const OCCURRENCES = 12

const below = seededRandom(52)
const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T
const some = <T>(items: readonly T[], max: number) => [
  ...new Set(Array.from({ length: 1 + below(max) }, () => pick(items))),
]
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

/** Zones whose clocks are set forward and back, north and south, and by half an hour. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Santiago',
]

/**
 * A rule that both understand alike. The library ignores SKIP with BYMONTHDAY in months, weekdays without a number beside others in
 * years, and counts a 53rd weekday into the next year.
 */
function randomRule(): string {
  const freq = pick(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'])
  const isMonthOrYear = freq === 'MONTHLY' || freq === 'YEARLY'
  const parts = [`FREQ=${freq}`]
  if (below(2) === 0) parts.push(`INTERVAL=${pick([1, 2, 3, 5, 7, 12])}`)
  if (below(3) === 0) parts.push(`WKST=${pick(WEEKDAYS)}`)
  if (below(3) === 0) parts.push(`BYMONTH=${some(upTo(12), 4)}`)
  const ordinals = isMonthOrYear && below(2) === 0 ? ['1', '2', '-1', '-2'] : ['']
  if (freq !== 'WEEKLY' && below(3) === 0) {
    const days = upTo(28).flatMap((day) => [day, -day])
    parts.push(`BYMONTHDAY=${some(days, 5)}`)
    if (below(3) === 0) parts.push(`BYDAY=${some(WEEKDAYS, 4)}`)
  } else if (below(2) === 0) {
    parts.push(`BYDAY=${some(WEEKDAYS, 4).map((day) => pick(ordinals) + day)}`)
  }
  if (isMonthOrYear && parts.some((part) => part.startsWith('BY')) && below(3) === 0) {
    parts.push(`BYSETPOS=${some([1, 2, -1, -2], 2)}`)
  }
  return parts.join(';')
}

/** Days at the ends of months, leap days among them. At nine no clock is set. */
function randomStart(): Temporal.ZonedDateTime {
  const month = Temporal.PlainYearMonth.from({ year: pick([2023, 2024, 2027]), month: 1 + below(12) })
  const day = pick([1, 13, 28, 29, 30, 31])
  return month.toPlainDate({ day }).toZonedDateTime({ timeZone: pick(ZONES), plainTime: '09:00' })
}

/** What the library has after the start. */
function byLibrary(recurrence: string, start: Temporal.ZonedDateTime): string[] {
  // Without days of its own a rule has those of its start, which a month may lack.
  const rule = new RRuleTemporal({
    rruleString: `RSCALE=GREGORIAN;${recurrence};SKIP=BACKWARD`,
    dtstart: start,
    maxIterations: 6_000,
    temporal: Temporal,
  })
  const found = rule.all((_, i) => i <= OCCURRENCES)
  return found
    .map((time) => time.toInstant().toString({ fractionalSecondDigits: 3 }))
    .filter((time) => time !== start.toInstant().toString({ fractionalSecondDigits: 3 }))
}

/** What a task has that is completed in time, again and again. */
function byTask(recurrence: string, start: Temporal.ZonedDateTime, count: number): string[] {
  const timeZone = start.timeZoneId
  const dueAt = new Date(start.epochMilliseconds).toISOString()
  let task: Recurring = { dueAt, dueOn: null, recurrence, recurrenceFrom: 'due', recurrenceAnchor: null }
  const found: string[] = []
  while (found.length < count) {
    const next = nextOccurrence(task, { now: new Date(0), timeZone })
    if (!next?.dueAt) return found
    found.push(next.dueAt)
    task = { ...task, ...next }
  }
  return found
}

test('a task recurs as the rule is expanded by another library, in any time zone, and at the ends of months', () => {
  let compared = 0
  for (let i = 0; i < RULES; i++) {
    const recurrence = randomRule()
    const start = randomStart()
    let expected: string[]
    try {
      expected = byLibrary(recurrence, start)
    } catch {
      // It looked for too long.
      continue
    }
    expect.soft(byTask(recurrence, start, expected.length), `${recurrence} from ${start}`).toEqual(expected)
    compared += expected.length
  }
  expect(compared).toBeGreaterThan(RULES * 5)
})

test('a whole day recurs on the days of a time', () => {
  for (let i = 0; i < RULES; i++) {
    const recurrence = randomRule()
    const start = randomStart()
    const timed = byTask(recurrence, start.withTimeZone('UTC').with({ hour: 9 }), 5)
    const days: string[] = []
    let task: Recurring = {
      dueAt: null,
      dueOn: start.withTimeZone('UTC').toPlainDate().toString(),
      recurrence,
      recurrenceFrom: 'due',
      recurrenceAnchor: null,
    }
    for (
      let next = nextOccurrence(task, { now: new Date(0), timeZone: 'UTC' });
      next?.dueOn && days.length < 5;
    ) {
      days.push(next.dueOn)
      task = { ...task, ...next }
      next = nextOccurrence(task, { now: new Date(0), timeZone: 'UTC' })
    }
    expect(days).toEqual(timed.map((time) => time.slice(0, 10)))
  }
})
