import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDb, type TestDatabase, testServerUrl } from './testing.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
  await db.run('CREATE TABLE notes (id int PRIMARY KEY, twin int UNIQUE DEFERRABLE INITIALLY DEFERRED)', [])
}, 60_000)
afterAll(() => db.close())

const INSERT =
  'INSERT INTO notes VALUES ($1::int, $2::int) RETURNING id, pg_current_xact_id()::text AS transaction'
type Inserted = { id: number; transaction: string }
/** Without a name, an owner of the test's own. */
const insert = (id: number, { owner = expect.getState().currentTestName ?? '', twin = id } = {}) =>
  db.writesOf(owner)<Inserted>(INSERT, [id, twin])
const transactionsOf = async (writes: Promise<Inserted[]>[]) =>
  (await Promise.all(writes)).flat().map(({ transaction }) => transaction)
const stored = async () =>
  (await db.run<{ id: number }>('SELECT id FROM notes ORDER BY id', [])).map(({ id }) => id)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('what comes while another is under way shares one commit, whosever it is, and gets its own answer', async () => {
  const answers = (
    await Promise.all(range(1, 20).map((id) => insert(id, { owner: `owner ${id % 3}` })))
  ).flat()
  expect(answers.map(({ id }) => id)).toEqual(range(1, 20))
  const [first, ...others] = answers.map(({ transaction }) => transaction)
  expect(new Set(others).size).toBe(1)
  expect(others).not.toContain(first)
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

test('one that fails does not take the others with it', async () => {
  const outcomes = await Promise.allSettled(
    [301, 302, 1, 303, 302].map((id, i) => insert(id, { owner: `writer ${i}` })),
  )
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
  ])
  expect(outcomes[2]).toMatchObject({ reason: { code: '23505' } })
  expect((await stored()).filter((id) => id > 300)).toEqual([301, 302, 303])
})

test('whose write undid those of others writes apart from them, for a while', async () => {
  await Promise.allSettled([insert(351), insert(1, { owner: 'clumsy' }), insert(352)])
  const [, clumsy, ada, bob] = await transactionsOf([
    insert(353),
    insert(354, { owner: 'clumsy' }),
    insert(355, { owner: 'ada' }),
    insert(356, { owner: 'bob' }),
  ])
  expect(ada).toBe(bob)
  expect(clumsy).not.toBe(ada)
})

test('where the commit itself fails, nobody is told that it was done', async () => {
  const outcomes = await Promise.allSettled(
    [401, 402, 403].map((id) => insert(id, { twin: id === 403 ? 402 : id })),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect((await stored()).filter((id) => id > 400)).toEqual([401])
  expect(await insert(404)).toHaveLength(1)
})

test('more than fit into one commit go into several', async () => {
  const transactions = await transactionsOf(range(1001, 1120).map((id) => insert(id)))
  expect(new Set(transactions).size).toBe(4)
  expect((await stored()).filter((id) => id > 1000)).toEqual(range(1001, 1120))
})

// PGlite has one connection, and so nobody who could hold a lock. The time is less than what the pool waits for one.
test.runIf(testServerUrl)(
  'one that waits for a lock keeps nobody else waiting',
  async () => {
    const holder = new pg.Client({ connectionString: db.url })
    await holder.connect()
    try {
      await holder.query('BEGIN')
      await holder.query('UPDATE notes SET twin = twin WHERE id = 1')
      let answered = 0
      const update = async (owner: string) => {
        await db.writesOf(owner)('UPDATE notes SET twin = twin WHERE id = 1', [])
        answered++
      }
      const heldUp = [update('the first')]
      heldUp.push(update('one of a group'))
      await Promise.all(range(2001, 2005).map((id) => insert(id)))
      heldUp.push(update('the first'), update('one of a group'))
      await Promise.all(range(2006, 2010).map((id) => insert(id)))
      expect(answered).toBe(0)
      await holder.query('COMMIT')
      await Promise.all(heldUp)
      expect(answered).toBe(4)
    } finally {
      await holder.end()
    }
  },
  4_000,
)
