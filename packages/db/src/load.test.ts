import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDb, type TestDatabase, testEngine } from './testing/testing.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
})
afterAll(() => db.close())

test('connections that are in use, work that waits for its turn, and turns that were refused are counted', async () => {
  const idle = db.load()
  expect(idle).toMatchObject({
    connections: { busy: 0 },
    waiting: { connection: 0, turn: 0 },
    refusedTurns: 0,
  })
  expect(idle.connections.max).toBe(testEngine === 'pglite' ? 1 : 10)

  // The first turn has a sharded database read where its shards are, over a connection.
  await db.turns.transactions.take('ada', async () => {})
  await expect.poll(() => db.load().connections.busy).toBe(0)

  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const { transactions } = db.turns
  const work = [transactions.take('ada', () => db.client.$transaction(async () => held))]
  let hasLeft = false
  const late = transactions.take(
    'ada',
    async () => {},
    () => hasLeft,
  )
  for (let i = 0; i < 499; i++) work.push(transactions.take('ada', async () => {}))
  await expect.poll(() => db.load().connections.busy).toBe(1)
  expect(db.load().waiting).toEqual({ connection: 0, turn: 500 })
  await expect(transactions.take('ada', async () => {})).rejects.toThrow('TURNS_FULL')
  hasLeft = true
  release()
  await expect(late).rejects.toThrow('TURN_LEFT')
  await Promise.all(work)
  expect(db.load()).toMatchObject({ connections: { busy: 0 }, waiting: { turn: 0 }, refusedTurns: 1 })
})
