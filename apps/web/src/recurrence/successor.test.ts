import { successorId } from '@tandem/client/recurrence'
import { describe, expect, test } from 'vitest'
import { testTask } from '../testing/test-task.ts'
import { completion, nextInWords, nextOf, plainRule, type RecurringTask, ruleInWords } from './successor.ts'

const clock = { now: new Date('2026-11-30T12:00:00Z'), timeZone: 'UTC' }
const weekly = { ...testTask({ dueOn: '2026-11-30' }), recurrence: 'FREQ=WEEKLY;BYDAY=MO' }
const find = () => undefined

test('a task occurs next as the server says, for whole days and for times', () => {
  expect(nextOf(weekly, clock)).toMatchObject({ dueOn: '2026-12-07', dueAt: null })
  const timed = { ...weekly, dueOn: null, dueAt: '2026-11-30T09:00:00.000Z' }
  expect(nextOf(timed, clock)).toMatchObject({ dueOn: null, dueAt: '2026-12-07T09:00:00.000Z' })
  expect(nextInWords(weekly, clock)).toMatch(/Mon.*(7 Dec|Dec 7)/)
})

test('there is nothing next after the last time', () => {
  expect(nextOf({ ...weekly, recurrence: 'FREQ=DAILY;COUNT=1' }, clock)).toBeNull()
  expect(nextOf({ ...weekly, recurrence: 'FREQ=DAILY;UNTIL=20261130' }, clock)).toBeNull()
})

test('what depends on the day that a task began with is left to the server', () => {
  // It may have begun on the 31st.
  const monthly = { ...weekly, recurrence: 'FREQ=MONTHLY' }
  expect(nextOf(monthly, clock)).toBeUndefined()
  expect(nextOf({ ...monthly, dueOn: '2026-11-29' }, clock)).toMatchObject({ dueOn: '2026-12-29' })
  expect(nextOf({ ...monthly, recurrence: 'FREQ=MONTHLY;BYMONTHDAY=30' }, clock)).toMatchObject({
    dueOn: '2026-12-30',
  })
})

test('a rule that this page does not know is shown as it is', () => {
  const task: RecurringTask = { ...weekly, recurrence: 'FREQ=HOURLY' }
  expect(plainRule(task, 'UTC')).toBeUndefined()
  expect(ruleInWords(task, 'UTC')).toBe('Custom: FREQ=HOURLY')
  expect(nextOf(task, clock)).toBeUndefined()
})

describe('completing', () => {
  test('a task makes its successor, whose id follows from its own, and says when it occurs', () => {
    const once = testTask({ id: 'once', dueOn: '2026-11-30' })
    const { successors, message } = completion([weekly, once], true, { find, clock })
    const next = { of: weekly.id, id: successorId(weekly.id), dueOn: '2026-12-07', dueAt: null }
    expect(successors).toEqual([{ ...next, recurrence: weekly.recurrence }])
    expect(message).toMatch(/^Done\. Next: Mon/)
  })

  test('counts down, and makes nothing after the last time', () => {
    const counted = { ...weekly, recurrence: 'FREQ=DAILY;COUNT=2' }
    expect(completion([counted], true, { find, clock }).successors).toMatchObject([
      { recurrence: 'FREQ=DAILY;COUNT=1' },
    ])
    expect(completion([{ ...weekly, recurrence: 'FREQ=DAILY;COUNT=1' }], true, { find, clock })).toEqual({})
  })
})

test('reopening takes back the successor that nobody has changed', () => {
  const done = testTask({ id: 'done', status: 'done', successorId: 'next' })
  const withVersion = (version: number) => () => testTask({ id: 'next', version })
  expect(completion([done], false, { find: withVersion(1), clock })).toEqual({ takenBack: ['next'] })
  expect(completion([done], false, { find: withVersion(0), clock })).toEqual({ takenBack: ['next'] })
  expect(completion([done], false, { find: withVersion(2), clock })).toEqual({})
  expect(completion([done], false, { find, clock })).toEqual({})
})
