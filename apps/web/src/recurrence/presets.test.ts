import { nextOccurrence, parseRule } from '@tandem/client/recurrence'
import { expect, test } from 'vitest'
import { dayOfMonthName } from '../english/recurrence/names.ts'
import { describeRule } from '../english/recurrence/rule.ts'
import { formOf } from './editor/rule-form.ts'
import { presetsFor } from './presets.ts'

const labels = (day: string) => presetsFor(day).map(({ label }) => label)

test('the presets of a day are those that it is one of', () => {
  expect(labels('2026-12-07')).toEqual([
    'Every day',
    'Every weekday (Mon–Fri)',
    'Every week on Monday',
    'Every 2 weeks on Monday',
    'Every month on the 7th',
    'Every month on the first Monday',
    `Every year on ${dayOfMonthName(12, 7)}`,
  ])
})

test('a day that is among the last of its month can be counted from the end', () => {
  expect(labels('2026-12-31').slice(4)).toEqual([
    'Every month on the 31st',
    'Every month on the last day',
    'Every month on the last Thursday',
    `Every year on ${dayOfMonthName(12, 31)}`,
  ])
  expect(labels('2028-02-29').slice(4)).toEqual([
    'Every month on the 29th',
    'Every month on the last day',
    'Every month on the last Tuesday',
    `Every year on ${dayOfMonthName(2, 29)}`,
  ])
  expect(labels('2026-02-22').slice(4)).toEqual([
    'Every month on the 22nd',
    'Every month on the fourth Sunday',
    'Every month on the last Sunday',
    `Every year on ${dayOfMonthName(2, 22)}`,
  ])
})

const DAY_MS = 86_400_000
const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

test('each says in its label what its rule means, opens in the editor, and includes the day that it was made for', () => {
  for (let i = 0; i < 366; i++) {
    const day = dayAfter('2028-01-01', i)
    for (const { label, rule } of presetsFor(day)) {
      expect(describeRule(parseRule(rule), { recurrenceFrom: 'due', timeZone: 'UTC' })).toBe(label)
      expect(formOf(rule, 'due', { day, isWholeDay: true, timeZone: 'UTC' }), rule).toBeDefined()
      // Counted from the day before, which may be in another week.
      if (rule.includes('INTERVAL') || rule.endsWith('MO,TU,WE,TH,FR')) continue
      const before = dayAfter(day, -1)
      const task = { dueAt: null, dueOn: before, recurrenceFrom: 'due', recurrenceAnchor: null } as const
      const clock = { now: new Date(`${before}T00:00:00Z`), timeZone: 'UTC' }
      expect(nextOccurrence({ ...task, recurrence: rule }, clock)?.dueOn, `${rule} on ${day}`).toBe(day)
    }
  }
})
