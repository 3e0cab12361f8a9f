import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDb, createTestUser, type TestDatabase, testEngine } from './testing.ts'

const content = async ({ client }: TestDatabase) => ({
  users: await client.user.count(),
  revisions: await client.revision.count(),
  epoch: await client.syncEpoch.findMany(),
  statistics: await client.$queryRaw`SELECT starelid FROM pg_statistic WHERE starelid = 'users'::regclass`,
  tables: await client.$queryRaw`SELECT relname FROM pg_class WHERE relname = 'left_over'`,
  title: await client.$queryRaw`
    SELECT attnotnull FROM pg_attribute WHERE attrelid = 'tasks'::regclass AND attname = 'title'`,
  path: await client.$queryRaw`SHOW search_path`,
})

let dbs: TestDatabase[]
let empty: Awaited<ReturnType<typeof content>> | undefined
beforeAll(async () => {
  dbs = await Promise.all([createTestDb(), createTestDb(), createTestDb()])
  ;[empty] = await Promise.all(dbs.map(content))
})
afterAll(() => Promise.all(dbs.map((db) => db.close())))

test('databases created at the same time are migrated, empty and independent', async () => {
  const counts = await Promise.all(
    dbs.map(async ({ client, engine }, index) => {
      expect(engine).toBe(testEngine)
      for (let i = 0; i < index; i++) await createTestUser(client)
      return client.user.count()
    }),
  )
  expect(counts).toEqual([0, 1, 2])
})

test('a test user is an active user, with whatever is overridden', async () => {
  for (const { client } of dbs) {
    expect(await createTestUser(client)).toMatchObject({ role: 'user', isActive: true })
    expect(await createTestUser(client, { role: 'admin', name: 'Ada' })).toMatchObject({
      role: 'admin',
      name: 'Ada',
    })
  }
})

test.each([
  `SET search_path = 'elsewhere'`,
  `SELECT begin_epoch() FROM users; ANALYZE users`,
  'CREATE TABLE left_over (id int)',
  'ALTER TABLE tasks ALTER title DROP NOT NULL',
])('nothing of a closed database is found in one that is opened later: %s', async (change) => {
  expect(empty).toMatchObject({ users: 0, statistics: [], tables: [], title: [{ attnotnull: true }] })
  const db = await createTestDb()
  await createTestUser(db.client)
  for (const sql of change.split('; ')) await db.client.$executeRawUnsafe(sql)
  await db.close()
  const next = await createTestDb()
  expect(await content(next)).toEqual(empty)
  await next.close()
})
