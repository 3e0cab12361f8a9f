import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { callAt } from './call-at.ts'

const DAY = 86_400_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const inDays = (days: number) => new Date(Date.now() + days * DAY)
const clock = () => new Date()

test.each([0.5, 24, 25, 60, 400])('the callback runs when its time has come, in %d days', (days) => {
  const callback = vi.fn()
  callAt(inDays(days), clock, callback)
  vi.advanceTimersByTime(days * DAY - 1)
  expect(callback).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(callback).toHaveBeenCalledOnce()
})

test('for a time that is past it runs at once', () => {
  const callback = vi.fn()
  callAt(inDays(-60), clock, callback)
  vi.advanceTimersByTime(1)
  expect(callback).toHaveBeenCalledOnce()
})

test('a cancelled callback never runs, even after the longest delay of a timer', () => {
  const callback = vi.fn()
  const cancel = callAt(inDays(60), clock, callback)
  vi.advanceTimersByTime(30 * DAY)
  cancel()
  vi.advanceTimersByTime(60 * DAY)
  expect(callback).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})
