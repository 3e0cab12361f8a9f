import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDb, type TestDatabase } from './testing.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
  await db.run('CREATE TABLE notes (id int PRIMARY KEY, twin int UNIQUE DEFERRABLE INITIALLY DEFERRED)', [])
}, 60_000)
afterAll(() => db.close())

const INSERT =
  'INSERT INTO notes VALUES ($1::int, $2::int) RETURNING id, pg_current_xact_id()::text AS transaction'
type Inserted = { id: number; transaction: string }
const insert = (id: number, { owner = 'ada', twin = id } = {}) =>
  db.writesOf(owner)<Inserted>(INSERT, [id, twin])
const stored = async () =>
  (await db.run<{ id: number }>('SELECT id FROM notes ORDER BY id', [])).map(({ id }) => id)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('what comes while another is being written shares one commit, and each gets its own answer', async () => {
  const answers = (await Promise.all(range(1, 20).map((id) => insert(id)))).flat()
  expect(answers.map(({ id }) => id)).toEqual(range(1, 20))
  expect(new Set(answers.slice(1).map(({ transaction }) => transaction)).size).toBe(1)
  expect(answers[0]?.transaction).not.toBe(answers[1]?.transaction)
  expect(await stored()).toEqual(range(1, 20))
})

test('one after another, each is committed before it is answered', async () => {
  const transactions = new Set<string>()
  for (const id of range(101, 103)) {
    const [row] = await insert(id)
    transactions.add(row?.transaction ?? '')
    expect(await stored()).toContain(id)
  }
  expect(transactions.size).toBe(3)
})

test('owners share nothing', async () => {
  const rows = await Promise.all(range(201, 206).map((id) => insert(id, { owner: `owner ${id % 2}` })))
  const of = (owner: number) =>
    rows
      .flat()
      .filter(({ id }) => id % 2 === owner)
      .map(({ transaction }) => transaction)
  expect(of(0).filter((transaction) => of(1).includes(transaction))).toEqual([])
})

test('one that fails does not take the others with it', async () => {
  const outcomes = await Promise.allSettled([301, 302, 1, 303, 302].map((id) => insert(id)))
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
  ])
  expect(outcomes[2]).toMatchObject({ reason: { code: '23505' } })
  expect((await stored()).filter((id) => id > 300)).toEqual([301, 302, 303])
  expect(await insert(304)).toHaveLength(1)
})

test('where the commit itself fails, nobody is told that it was done', async () => {
  const outcomes = await Promise.allSettled(
    [401, 402, 403].map((id) => insert(id, { twin: id === 403 ? 402 : id })),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect((await stored()).filter((id) => id > 400)).toEqual([401])
})

test('more than fit into one commit go into several', async () => {
  const answers = (await Promise.all(range(1001, 1120).map((id) => insert(id)))).flat()
  const transactions = answers.map(({ transaction }) => transaction)
  expect(new Set(transactions).size).toBe(4)
  expect((await stored()).filter((id) => id > 1000)).toEqual(range(1001, 1120))
})
