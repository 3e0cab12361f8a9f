import { expect, onTestFinished, test, vi } from 'vitest'
import type { Connection } from '../../engine/connection.ts'
import { createSettling } from './settle-commits.ts'

function setUp() {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const world = { isBack: false, asked: 0 }
  const sent: string[] = []
  const connection = {
    pool: { ending: false },
    unhurried: (use: (session: unknown) => Promise<unknown>) =>
      use({ query: async (text: string) => void sent.push(text) }),
  }
  const settle = createSettling(connection as unknown as Connection, async () => {
    world.asked++
    return world.isBack
  })
  const recoveries = () => sent.filter((text) => text.includes('recover_prepared_transactions')).length
  return { world, connection, settle, recoveries }
}

test('what a lost worker had prepared is settled once it is back, once for all that was lost, and again after the next loss', async () => {
  const { world, settle, recoveries } = setUp()
  settle('one', 'ada')
  settle('one', 'bob')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(recoveries()).toBe(0)
  expect(world.asked).toBe(20)
  world.isBack = true
  await vi.advanceTimersByTimeAsync(10_000)
  expect({ recoveries: recoveries(), asked: world.asked }).toEqual({ recoveries: 1, asked: 21 })
  settle('one', 'ada')
  settle('two', 'eve')
  await vi.advanceTimersByTimeAsync(600)
  expect(recoveries()).toBe(3)
})

test('a pool that is closed ends it', async () => {
  const { world, connection, settle, recoveries } = setUp()
  settle('one', 'ada')
  connection.pool.ending = true
  world.isBack = true
  await vi.advanceTimersByTimeAsync(1_000)
  expect({ recoveries: recoveries(), asked: world.asked }).toEqual({ recoveries: 0, asked: 0 })
})
