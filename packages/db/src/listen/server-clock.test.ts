import { afterEach, expect, test, vi } from 'vitest'
import { createServerClock } from './server-clock.ts'

const HOUR = 3_600_000
afterEach(() => void vi.useRealTimers())

test('without a reading it shows the time of this process', () => {
  vi.setSystemTime(5_000)
  expect(createServerClock().now().getTime()).toBe(5_000)
})

test.each([2 * HOUR, -2 * HOUR])('it follows a server whose clock differs by %d ms', (difference) => {
  vi.setSystemTime(10 * HOUR)
  const clock = createServerClock()
  const sentAt = Date.now()
  clock.observe({ sentAt, serverTime: sentAt + difference + 3, receivedAt: sentAt + 6 })
  // To within the time that the answer took.
  expect(Math.abs(clock.now().getTime() - Date.now() - difference)).toBeLessThanOrEqual(3)
})

test('a slow answer does not move it', () => {
  vi.setSystemTime(10 * HOUR)
  const clock = createServerClock()
  clock.observe({ sentAt: 10 * HOUR, serverTime: 10 * HOUR + 1, receivedAt: 10 * HOUR + 2 })
  const before = clock.now().getTime()
  clock.observe({ sentAt: 10 * HOUR, serverTime: 10 * HOUR + 1_900, receivedAt: 10 * HOUR + 2_000 })
  clock.observe({ sentAt: 10 * HOUR, serverTime: 10 * HOUR + 100, receivedAt: 10 * HOUR + 2_000 })
  expect(clock.now().getTime()).toBe(before)
})

test('it is right again after the clock of this process was set', () => {
  vi.setSystemTime(10 * HOUR)
  const clock = createServerClock()
  vi.setSystemTime(12 * HOUR)
  clock.observe({ sentAt: 12 * HOUR, serverTime: 10 * HOUR, receivedAt: 12 * HOUR })
  expect(clock.now().getTime()).toBe(10 * HOUR)
})
