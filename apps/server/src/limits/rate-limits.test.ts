import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLimits, outcome, take } from '../testing/limits.ts'
import { type LimitState, rateLimitHeaders } from './rate-limits.ts'

describe('in memory', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('each key has its own limit per window, and calls do not extend the window', async () => {
    const { limits } = await createLimits()
    const states: (LimitState | null)[] = []
    for (let attempt = 0; attempt < 5; attempt++) {
      states.push(await limits.take('attempts', '192.0.2.1', 1))
      vi.advanceTimersByTime(10_500)
    }
    const common = { policy: 'attempts', limit: 3, windowSeconds: 60 }
    expect(states).toEqual([
      { ...common, allowed: true, remaining: 2, resetSeconds: 60 },
      { ...common, allowed: true, remaining: 1, resetSeconds: 50 },
      { ...common, allowed: true, remaining: 0, resetSeconds: 39 },
      { ...common, allowed: false, remaining: 0, resetSeconds: 29 },
      { ...common, allowed: false, remaining: 0, resetSeconds: 18 },
    ])
    expect(await limits.take('attempts', '192.0.2.2', 1)).toMatchObject({ allowed: true, remaining: 2 })
    expect(await limits.take('calls', '192.0.2.1', 1)).toMatchObject({ allowed: true, remaining: 9 })

    vi.advanceTimersByTime(7_400)
    expect(await limits.take('attempts', '192.0.2.1', 1)).toMatchObject({ allowed: false, resetSeconds: 1 })
    vi.advanceTimersByTime(200)
    expect(await limits.take('attempts', '192.0.2.1', 1)).toMatchObject({ allowed: true, remaining: 2 })
  })

  test('0 turns off that limit alone', async () => {
    const { limits } = await createLimits({ calls: 0 })
    expect(await limits.take('calls', 'ada', 1_000_000)).toBeNull()
    expect(await limits.take('attempts', 'ada', 1)).toMatchObject({ allowed: true })
  })

  test('a batch that does not fit is refused, costs 1, and leaves the rest', async () => {
    const { limits } = await createLimits()
    expect(outcome(await take(limits, 'ada', 5))).toEqual([true, 5])
    expect(outcome(await take(limits, 'ada', 20))).toEqual([false, 4])
    expect(outcome(await take(limits, 'ada'))).toEqual([true, 3])
    expect(outcome(await take(limits, 'ada', 3))).toEqual([true, 0])

    expect(outcome(await take(limits, 'bob', 7))).toEqual([true, 3])
    const retries: unknown[] = []
    for (let retry = 0; retry < 4; retry++) retries.push(outcome(await take(limits, 'bob', 4)))
    expect(retries).toEqual([
      [false, 2],
      [false, 1],
      [false, 0],
      [false, 0],
    ])
    expect(outcome(await take(limits, 'bob'))).toEqual([false, 0])
  })

  test('a batch of the whole limit fits, a larger one never does', async () => {
    const { limits } = await createLimits()
    expect(outcome(await take(limits, 'ada', 10))).toEqual([true, 0])
    for (let window = 0; window < 3; window++) {
      const refused = await take(limits, 'bob', 11)
      expect(refused).toMatchObject({ allowed: false, remaining: 9, resetSeconds: 60 })
      expect(rateLimitHeaders([refused])).toMatchObject({ 'Retry-After': '60' })
      vi.advanceTimersByTime(60_000)
    }
  })

  test('concurrent calls together get no more than the limit', async () => {
    const { limits } = await createLimits()
    const singles = await Promise.all(Array.from({ length: 50 }, () => take(limits, 'ada')))
    expect(singles.filter(({ allowed }) => allowed)).toHaveLength(10)
    const batches = await Promise.all(Array.from({ length: 50 }, () => take(limits, 'bob', 3)))
    expect(batches.filter(({ allowed }) => allowed).length).toBeLessThanOrEqual(3)
  })

  test('keys are removed when their window ends', async () => {
    const { limits } = await createLimits()
    const flood = (from: number) =>
      Promise.all(Array.from({ length: 500 }, (_, n) => take(limits, `key ${from + n}`)))
    await flood(0)
    await flood(0)
    expect(vi.getTimerCount()).toBe(500)
    vi.advanceTimersByTime(30_000)
    await flood(500)
    expect(vi.getTimerCount()).toBe(1_000)
    vi.advanceTimersByTime(30_000)
    expect(vi.getTimerCount()).toBe(500)
    vi.advanceTimersByTime(30_000)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('rateLimitHeaders', () => {
  const calls: LimitState = {
    policy: 'calls',
    limit: 600,
    windowSeconds: 60,
    remaining: 599,
    resetSeconds: 60,
    allowed: true,
  }
  const attempts: LimitState = { ...calls, policy: 'attempts', limit: 10, remaining: 0, resetSeconds: 7 }

  test('names what is left, and the policy', () => {
    expect(rateLimitHeaders([])).toEqual({})
    expect(rateLimitHeaders([calls])).toEqual({
      'RateLimit-Policy': '"calls";q=600;w=60',
      RateLimit: '"calls";r=599;t=60',
    })
  })

  test('joins several limits into one list', () => {
    expect(rateLimitHeaders([calls, attempts])).toEqual({
      'RateLimit-Policy': '"calls";q=600;w=60, "attempts";q=10;w=60',
      RateLimit: '"calls";r=599;t=60, "attempts";r=0;t=7',
    })
  })

  test('has the longest wait of the limits that refused as Retry-After', () => {
    const refused = { ...attempts, allowed: false }
    expect(rateLimitHeaders([calls, refused])).toMatchObject({ 'Retry-After': '7' })
    expect(rateLimitHeaders([{ ...calls, allowed: false, resetSeconds: 31 }, refused])).toMatchObject({
      'Retry-After': '31',
    })
  })
})
