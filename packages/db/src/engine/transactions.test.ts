import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDb, createTestUser, type TestDatabase } from '../testing/testing.ts'

let db: TestDatabase
let userId: string
beforeAll(async () => {
  db = await createTestDb()
  userId = (await createTestUser(db.client)).id
})
afterAll(() => db.close())

const task = () => ({ userId, id: randomUUID(), title: 'a task' })

test('concurrent transactions and queries all complete', async () => {
  const before = await db.client.task.count()
  const transactions = Array.from({ length: 20 }, () =>
    db.client.$transaction(async (tx) => {
      await tx.task.create({ data: task() })
      await tx.task.count()
      await tx.task.create({ data: task() })
    }),
  )
  const queries = Array.from({ length: 50 }, () => db.client.task.create({ data: task() }))
  await Promise.all([...transactions, ...queries])
  expect(await db.client.task.count()).toBe(before + 90)
})

test('a transaction that throws is rolled back', async () => {
  const data = task()
  const failing = db.client.$transaction(async (tx) => {
    await tx.task.create({ data })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await db.client.task.count({ where: { id: data.id } })).toBe(0)
})

test('a transaction is not visible before it commits', async () => {
  const data = task()
  let outside: Promise<number> | undefined
  await db.client.$transaction(async (tx) => {
    await tx.task.create({ data })
    outside = db.client.task.count({ where: { id: data.id } })
    // PGlite has one session: there the count waits for the commit.
    if (db.engine === 'postgresql') expect(await outside).toBe(0)
    expect(await tx.task.count({ where: { id: data.id } })).toBe(1)
  })
  if (db.engine === 'pglite') expect(await outside).toBe(1)
})

test('a transaction that goes on for too long is rolled back, and gives its connection back', async () => {
  const data = task()
  const endless = db.client.$transaction(
    async (tx) => {
      await tx.task.create({ data })
      for (;;) {
        await tx.task.count()
        // PGlite answers within one turn of the event loop, in which no timeout can fire.
        await nextTurn()
      }
    },
    { timeout: 200 },
  )
  const waiting = db.client.task.count({ where: { id: data.id } })
  await expect(endless).rejects.toMatchObject({ code: 'P2028' })
  expect(await waiting).toBe(0)
})

test('a commit that fails rejects, and gives its connection back', async () => {
  await db.client.$executeRawUnsafe(
    'CREATE TABLE later (id int PRIMARY KEY, next int REFERENCES later DEFERRABLE INITIALLY DEFERRED)',
  )
  for (let i = 0; i < 15; i++) {
    const failing = db.client.$transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO later VALUES (1, 2)`
    })
    await expect(failing).rejects.toThrow()
  }
  expect(await db.client.$queryRaw`SELECT count(*)::int AS n FROM later`).toEqual([{ n: 0 }])
})

test('a transaction has the isolation level that it asks for', async () => {
  const levels = await db.client.$transaction((tx) => tx.$queryRaw`SHOW transaction_isolation`, {
    isolationLevel: 'Serializable',
  })
  expect(levels).toEqual([{ transaction_isolation: 'serializable' }])
})

test('broken constraints and workers that are lost have errors of their own, and keep the connection', async () => {
  const { client } = db
  const data = await client.task.create({ data: task() })
  // A session setting: a new connection would not have it.
  await client.$queryRaw`SELECT set_config('tandem.mark', 'set', false)`
  const same = { userId: data.userId, id: data.id, title: 'again' }
  await expect(client.task.create({ data: same })).rejects.toMatchObject({ code: 'P2002' })
  const orphan = { ...task(), userId: randomUUID() }
  await expect(client.task.create({ data: orphan })).rejects.toMatchObject({ code: 'P2003' })
  await expect(client.task.create({ data: { ...task(), title: '' } })).rejects.toThrow(/tasks_title_check/)
  await expect(client.$queryRaw`SELECT 1 / 0`).rejects.toThrow(/division by zero/)
  // As Citus says it of one of its workers.
  await expect(
    client.$executeRaw`DO $$ BEGIN RAISE 'connection to the remote node failed' USING ERRCODE = '08006'; END $$`,
  ).rejects.toThrow(/remote node/)
  expect(await client.$queryRaw`SELECT current_setting('tandem.mark', true) AS mark`).toEqual([
    { mark: 'set' },
  ])
})

test('closing a closed database does nothing', async () => {
  const other = await createTestDb()
  await other.ping()
  await Promise.all([other.close(), other.close()])
  await other.close()
  await expect(other.ping()).rejects.toThrow()
})
