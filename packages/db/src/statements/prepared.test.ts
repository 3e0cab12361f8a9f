import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDb, type Database } from '../create-db.ts'
import { createTestDb, type TestDatabase } from '../testing/testing.ts'
import type { Statement } from './statement.ts'

// Over a single connection, which all of them share with Prisma.
let served: TestDatabase
let db: Database
beforeAll(async () => {
  served = await createTestDb({ isSharded: false })
  db = served.url === undefined ? served : await createDb(served.url, { maxConnections: 1 })
  await db.run(unnamed('CREATE TABLE marks (id int PRIMARY KEY)'), [])
})
afterAll(async () => {
  await db.close()
  await served.close()
})

const unnamed = (text: string): Statement => ({ name: '', text })
const insert: Statement<{ id: number }> = {
  name: 'insert_mark',
  text: 'INSERT INTO marks VALUES ($1::int) RETURNING id',
}
const count: Statement<{ count: number }> = { name: 'count_marks', text: 'SELECT count(*)::int FROM marks' }
const preparedNames = async () => {
  const rows = await db.run<{ name: string }>(
    { name: '', text: 'SELECT name FROM pg_prepared_statements ORDER BY name' },
    [],
  )
  return rows.map(({ name }) => name)
}

test('a statement that fails when it is first prepared works the next time', async () => {
  await db.run(unnamed('INSERT INTO marks VALUES (1)'), [])
  await expect(db.run(insert, [1])).rejects.toMatchObject({ code: '23505' })
  expect(await db.run(insert, [2])).toEqual([{ id: 2 }])
  const missing: Statement = { name: 'count_missing', text: 'SELECT count(*)::int FROM missing' }
  await expect(db.run(missing, [])).rejects.toMatchObject({ code: '42P01' })
  await db.run(unnamed('CREATE TABLE missing (id int)'), [])
  expect(await db.run(missing, [])).toEqual([{ count: 0 }])
})

test("one user's repeated create of an existing id fails no statement of anyone else", async () => {
  const create: Statement<{ id: number }> = { ...insert, name: 'create_mark' }
  const user = (name: string) => db.writesOf(name)
  for (let i = 0; i < 3; i++) {
    const repeated = user('clumsy')(create, [1])
    const others = [user('ada')(create, [100 + i]), user('bob')(create, [200 + i]), user('cy')(count, [])]
    await expect(repeated).rejects.toMatchObject({ code: '23505' })
    expect(await Promise.all(others)).toMatchObject([[{ id: 100 + i }], [{ id: 200 + i }], [{}]])
    // Prisma's transactions use the same connection, and run the same text.
    const created = await db.client.$transaction(async (tx) => {
      await tx.user.count()
      return tx.$queryRawUnsafe(create.text, 300 + i)
    })
    expect(created).toEqual([{ id: 300 + i }])
    expect(await db.run(create, [400 + i])).toEqual([{ id: 400 + i }])
  }
})

test('a statement first prepared after another has failed in its group works', async () => {
  const late: Statement<{ id: number }> = {
    name: 'late',
    text: 'SELECT max(id) AS id FROM marks WHERE id < $1::int',
  }
  const outcomes = await Promise.allSettled([
    db.writesOf('a')(count, []),
    db.writesOf('b')(insert, [1]),
    db.writesOf('c')(late, [3]),
    db.writesOf('d')(late, [2]),
  ])
  expect(outcomes).toMatchObject([
    { status: 'fulfilled' },
    { reason: { code: '23505' } },
    { value: [{ id: 2 }] },
    { value: [{ id: 1 }] },
  ])
})

test('only statements with a name are kept, under our own prefix', async () => {
  await db.run(count, [])
  const before = await preparedNames()
  expect(before).toContain('tandem_count_marks')
  expect(before.filter((name) => !name.startsWith('tandem_'))).toEqual([])
  for (let take = 1; take <= 20; take++) {
    await db.client.user.findMany({ take, where: { name: { in: Array(take).fill('nobody') } } })
    await db.run(unnamed(`SELECT ${take}`), [])
  }
  expect(await preparedNames()).toEqual(before)
})

test('names that PostgreSQL would cut off to the same are told apart', async () => {
  const named = (end: string): Statement => ({
    name: 'n'.repeat(100) + end,
    text: `SELECT '${end}' AS text`,
  })
  for (const end of ['a', 'b', 'a']) expect(await db.run(named(end), [])).toEqual([{ text: end }])
})

test('one name for two texts is refused', async () => {
  await db.run(count, [])
  await expect(db.run({ ...count, text: 'SELECT 1' }, [])).rejects.toThrow(/must be unique/)
})
