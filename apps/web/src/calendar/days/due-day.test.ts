import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { testTask } from '../../testing/test-task.ts'
import { dueDay, dueOnDay, shiftedDay } from './due-day.ts'

beforeEach(() => {
  vi.stubEnv('TZ', 'America/New_York')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

const timed = testTask({ dueAt: '2026-11-22T02:30:00.000Z' })
const wholeDay = testTask({ dueOn: '2026-11-21', dueAt: '2026-11-21T10:59:59.999Z' })

test('the day of a task is that of this device, and a whole day is the same everywhere', () => {
  expect([dueDay(timed), dueDay(wholeDay), dueDay(testTask())]).toEqual([
    '2026-11-21',
    '2026-11-21',
    undefined,
  ])
})

test('a task that moves to another day keeps its time, if it has one', () => {
  expect(dueOnDay(timed, '2026-11-25')).toEqual({ dueAt: '2026-11-26T02:30:00.000Z' })
  expect(dueOnDay(wholeDay, '2026-11-25')).toEqual({ dueOn: '2026-11-25' })
  expect(dueOnDay(testTask(), '2026-11-25')).toEqual({ dueOn: '2026-11-25' })
})

test('a task moves by days, but not into the past', () => {
  const now = new Date('2026-11-20T12:00:00.000Z')
  expect([1, 7, -1, -7].map((days) => shiftedDay(wholeDay, days, now))).toEqual([
    '2026-11-22',
    '2026-11-28',
    '2026-11-20',
    '2026-11-20',
  ])
  // One that is overdue is next due today.
  expect(shiftedDay(testTask({ dueOn: '2026-11-01' }), 1, now)).toBe('2026-11-20')
  expect(shiftedDay(testTask(), 1, now)).toBe('2026-11-21')
})
