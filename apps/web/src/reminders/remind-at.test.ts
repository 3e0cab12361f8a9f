import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Task } from '../api/trpc.ts'
import { testTask } from '../testing/test-task.ts'
import { remindAt, watchReminders } from './remind-at.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const MINUTE = 60_000

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

const due = (minutes: number, more: Partial<Task> = {}) =>
  testTask({ dueAt: new Date(NOW + minutes * MINUTE).toISOString(), reminder: 10, ...more })

/** The ids of the tasks that reminded, each with the minutes until then. */
function watched(tasks: Task[]) {
  const reminded: [string, number][] = []
  const stop = watchReminders(tasks, ({ id }) => reminded.push([id, (Date.now() - NOW) / MINUTE]))
  return { reminded, stop }
}

test('a task reminds some minutes before it is due, and not without either or once it is done', () => {
  expect(remindAt(due(30))).toBe(NOW + 20 * MINUTE)
  expect(remindAt(due(30, { reminder: 0 }))).toBe(NOW + 30 * MINUTE)
  expect(remindAt(due(30, { reminder: null }))).toBeUndefined()
  expect(remindAt(due(30, { status: 'done' }))).toBeUndefined()
  expect(remindAt(testTask())).toBeUndefined()
})

test('a task that is due on a day reminds before 09:00 of it, wherever the day ends for the server', () => {
  const task = testTask({ dueOn: '2026-12-24', dueAt: '2026-12-25T10:59:59.999Z', reminder: 30 })
  expect(remindAt(task)).toBe(new Date(2026, 11, 24, 8, 30).getTime())
})

test('each task reminds at its time, however far away it is', () => {
  const { reminded } = watched([due(15, { id: 'b' }), due(12, { id: 'a' }), due(60 * 24 * 40, { id: 'c' })])
  vi.advanceTimersByTime(60 * 24 * 40 * MINUTE)
  const ids = reminded.map(([id, after]) => `${id} ${after}`)
  expect([...new Set(ids)]).toEqual(['a 2', 'b 5', `c ${60 * 24 * 40 - 10}`])
})

test('what was due just before reminds, and what is past does not', () => {
  const { reminded } = watched([due(9.5, { id: 'just' }), due(8, { id: 'past' })])
  vi.advanceTimersByTime(60 * MINUTE)
  expect(reminded).toEqual([['just', 0]])
})

test('nothing reminds after the stop', () => {
  const { reminded, stop } = watched([due(15)])
  stop()
  vi.advanceTimersByTime(60 * MINUTE)
  expect(reminded).toEqual([])
})
