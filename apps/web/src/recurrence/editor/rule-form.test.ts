import { nextOccurrence, parseRule, WEEKDAYS } from '@tandem/client/recurrence'
import fc from 'fast-check'
import { describe, expect, inject, test } from 'vitest'
import { formOf, newForm, type RuleContext, ruleOf } from './rule-form.ts'

const RUNS = 1_500 / inject('oneIn')
const context: RuleContext = { day: '2026-12-07', isWholeDay: true, timeZone: 'Europe/Berlin' }
const reopen = (rule: string, given: Partial<RuleContext> = {}) => {
  const form = formOf(rule, 'due', { ...context, ...given })
  return form && ruleOf(form, { ...context, ...given })
}

describe('the editor shows', () => {
  test.each([
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=999;COUNT=9999',
    'FREQ=WEEKLY',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU',
    'FREQ=MONTHLY',
    'FREQ=MONTHLY;BYMONTHDAY=31',
    'FREQ=MONTHLY;BYMONTHDAY=1,15,-1',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=MONTHLY;INTERVAL=3;BYDAY=5WE;UNTIL=20301231',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=YEARLY',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
    'FREQ=DAILY;UNTIL=20301231T120000Z',
  ])('%s, and writes it as it was', (rule) => {
    expect(reopen(rule)).toBe(rule)
  })

  test.each([
    ['freq=weekly;byday=fr,mo', 'FREQ=WEEKLY;BYDAY=MO,FR'],
    ['FREQ=WEEKLY;BYDAY=MO;WKST=SU', 'FREQ=WEEKLY;BYDAY=MO'],
    ['BYDAY=SA;BYSETPOS=2;FREQ=MONTHLY', 'FREQ=MONTHLY;BYDAY=2SA'],
    ['FREQ=DAILY;INTERVAL=1', 'FREQ=DAILY'],
  ])('%s, and writes the same in other words: %s', (rule, written) => {
    expect(reopen(rule)).toBe(written)
  })
})

test.each([
  'FREQ=DAILY;BYDAY=MO',
  'FREQ=DAILY;BYMONTH=1',
  'FREQ=WEEKLY;BYDAY=MO;BYMONTH=1',
  'FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1',
  'FREQ=MONTHLY;BYMONTHDAY=-2',
  'FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR',
  'FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=1,7',
  'FREQ=MONTHLY;BYDAY=MO',
  'FREQ=MONTHLY;BYDAY=1MO,3MO',
  'FREQ=MONTHLY;BYDAY=-2FR',
  'FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1',
  'FREQ=YEARLY;BYMONTHDAY=1',
  'FREQ=YEARLY;BYDAY=20MO',
  'FREQ=YEARLY;BYMONTH=6',
  'FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1',
  'FREQ=HOURLY',
])('the editor does not show %s', (rule) => {
  expect(reopen(rule)).toBeUndefined()
})

test('a last day is an instant for times, and a date for whole days', () => {
  const form = { ...newForm(context), freq: 'DAILY' as const, ends: 'until' as const, until: '2027-06-30' }
  expect(ruleOf(form, context)).toBe('FREQ=DAILY;UNTIL=20270630')
  expect(ruleOf(form, { ...context, isWholeDay: false })).toBe('FREQ=DAILY;UNTIL=20270630T215959Z')
})

test('an end in the middle of a day stays, unless another day is chosen', () => {
  const timed = { ...context, isWholeDay: false }
  const form = formOf('FREQ=DAILY;UNTIL=20301231T120000Z', 'due', timed)
  expect(form && ruleOf({ ...form, interval: '2' }, timed)).toBe(
    'FREQ=DAILY;INTERVAL=2;UNTIL=20301231T120000Z',
  )
  expect(form && ruleOf({ ...form, until: '2030-12-30' }, timed)).toBe('FREQ=DAILY;UNTIL=20301230T225959Z')
})

const part = (name: string, value: fc.Arbitrary<string | number>) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    value.map((one) => `${name}=${one}`),
  )
const listOf = (item: fc.Arbitrary<string | number>, maxLength: number) =>
  fc.uniqueArray(item, { minLength: 1, maxLength }).map(String)
const signed = (max: number) => fc.oneof(fc.integer({ min: 1, max }), fc.integer({ min: -max, max: -1 }))
const weekday = fc.constantFrom(...WEEKDAYS)
const byDay = fc.oneof(
  listOf(weekday, 7),
  fc.constant('MO,TU,WE,TH,FR'),
  listOf(
    fc.tuple(fc.constantFrom(1, 2, 4, 5, -1, -2), weekday).map(([n, day]) => `${n}${day}`),
    2,
  ),
)
const anyRule = fc
  .tuple(
    fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY').map((freq) => `FREQ=${freq}`),
    part('INTERVAL', fc.integer({ min: 1, max: 5 })),
    part('BYMONTH', listOf(fc.integer({ min: 1, max: 12 }), 2)),
    part('BYMONTHDAY', listOf(fc.oneof(signed(31), fc.constant(-1)), 3)),
    part('BYDAY', byDay),
    part('BYSETPOS', listOf(signed(3), 2)),
    part('WKST', weekday),
    part('COUNT', fc.integer({ min: 2, max: 5 })),
    part('UNTIL', fc.constantFrom('20281231', '20290615T120000Z', '20281231T225959Z')),
  )
  .map((parts) => parts.filter((one) => one !== undefined).join(';'))
  .filter(isRule)

function isRule(text: string): boolean {
  try {
    parseRule(text)
    return true
  } catch {
    return false
  }
}

/** The next times of a task, each completed when it is due, with what is left of its rule's count. */
function occurrences(rule: string, day: string, from: 'due' | 'completion') {
  const found: unknown[] = []
  let task = {
    dueAt: null as string | null,
    dueOn: day as string | null,
    recurrence: rule,
    recurrenceFrom: from,
  }
  let recurrenceAnchor: string | null = null
  for (let i = 0; i < 8; i++) {
    const now = new Date(`${task.dueOn}T12:00:00Z`)
    const next = nextOccurrence({ ...task, recurrenceAnchor }, { now, timeZone: context.timeZone })
    if (!next) break
    found.push([next.dueOn, parseRule(next.recurrence).count])
    task = { ...task, ...next }
    recurrenceAnchor = next.recurrenceAnchor
  }
  return found
}

test('any rule that the editor opens means the same when it is written again', () => {
  const shown = { yes: 0, no: 0 }
  const days = fc.constantFrom('2026-12-07', '2027-01-31', '2028-02-29', '2026-11-30')
  fc.assert(
    fc.property(anyRule, days, fc.constantFrom('due', 'completion'), (rule, day, from) => {
      const form = formOf(rule, from, { ...context, day })
      shown[form ? 'yes' : 'no']++
      if (!form) return
      const written = ruleOf(form, { ...context, day })
      expect(form.from).toBe(from)
      expect(occurrences(written, day, from), written).toEqual(occurrences(rule, day, from))
      expect(parseRule(written).until).toBe(parseRule(rule).until)
      // What it writes, it opens, and writes the same.
      expect(reopen(written, { day })).toBe(written)
    }),
    { numRuns: RUNS },
  )
  // Both are common, or the test would show nothing.
  expect(Math.min(shown.yes, shown.no)).toBeGreaterThan(RUNS / 10)
})
