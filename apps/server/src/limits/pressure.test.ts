import { expect, test } from 'vitest'
import { type Load, Pressure } from './pressure.ts'

const quiet: Load = { turnMs: 100, requests: 200, waiting: 0 }

function after(...loads: Partial<Load>[]) {
  const pressure = new Pressure()
  for (const load of loads) pressure.observe({ ...quiet, ...load })
  return pressure
}

test.each<[string, Partial<Load>, number]>([
  ['long turns while many wait', { turnMs: 500 }, 0.5],
  ['long turns while few wait', { turnMs: 10_000, requests: 99 }, 0],
  ['a long queue for connections, however few have come over HTTP', { waiting: 2_000, requests: 0 }, 0.75],
  ['a queue that is served in time', { waiting: 500 }, 0],
  ['any crowd, of which some are let in', { turnMs: 1_000_000 }, 0.95],
])('%s: what is refused brings it to what can be answered', (_, load, share) => {
  expect(after(load, load).share).toBeCloseTo(share)
})

test('one long turn is no overload', () => {
  expect(after({ turnMs: 5_000 }, {}, { turnMs: 5_000 }, {}).share).toBe(0)
})

test('calls are let in again little by little', () => {
  const pressure = after({ turnMs: 500 }, { turnMs: 500 })
  const shares = [pressure.share]
  while (pressure.share > 0) {
    pressure.observe(quiet)
    shares.push(pressure.share)
  }
  expect(shares).toHaveLength(14)
  expect(shares).toEqual([...shares].sort((a, b) => b - a))
})

test('the share is refused, and counted', () => {
  const pressure = after({ waiting: 2_000 }, { waiting: 2_000 })
  const draws = [0, 0.2, 0.24, 0.26, 0.5, 0.99]
  expect(draws.map((draw) => pressure.refuses(() => draw))).toEqual([false, false, false, true, true, true])
  expect(pressure.refused).toBe(3)
  expect(after().refuses(() => 0.999)).toBe(false)
})
