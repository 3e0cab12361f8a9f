import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDb, createTestUser, type TestDatabase, testEngine } from './testing.ts'

let dbs: TestDatabase[]
beforeAll(async () => {
  dbs = await Promise.all([createTestDb(), createTestDb(), createTestDb()])
}, 60_000)
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
