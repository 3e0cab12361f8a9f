import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDb, type TestDatabase } from '../testing/testing.ts'
import { createNotes, type Notes, range, transactionsOf } from './notes.fixture.ts'

let db: TestDatabase
let notes: Notes
beforeAll(async () => {
  db = await createTestDb({ isSharded: false })
  notes = await createNotes(db)
})
afterAll(() => db.close())

test('writes that arrive during a commit share the next one, and each gets its own row', async () => {
  const inserts = range(1, 20).map((id) => notes.insert(id, { owner: `owner ${id % 3}` }))
  const rows = (await Promise.all(inserts)).flat()
  expect(rows.map(({ id }) => id)).toEqual(range(1, 20))
  const [first, ...others] = rows.map(({ transaction }) => transaction)
  expect(new Set(others).size).toBe(1)
  expect(others).not.toContain(first)
  expect(await notes.stored(1, 20)).toEqual(range(1, 20))
})

test('a write is committed before it resolves', async () => {
  const transactions = new Set<string>()
  for (const id of range(101, 103)) {
    const [row] = await notes.insert(id)
    transactions.add(row?.transaction ?? '')
    expect(await notes.stored(101, 200)).toEqual(range(101, id))
  }
  expect(transactions.size).toBe(3)
})

test('at most 50 writes share a commit', async () => {
  const transactions = await transactionsOf(range(1001, 1120).map((id) => notes.insert(id)))
  expect(new Set(transactions).size).toBe(4)
  expect(await notes.stored(1001, 1200)).toEqual(range(1001, 1120))
})

test('writes without a pause let a read have the only connection', async () => {
  let written = 0
  let writtenBeforeReads = Number.POSITIVE_INFINITY
  const read = async () => {
    await Promise.all(range(1, 12).map(() => notes.sql('SELECT 1')))
    writtenBeforeReads = written
  }
  const write = async (writer: number) => {
    for (const id of range(10_000 * writer, 10_000 * writer + 300)) {
      await notes.insert(id, { owner: `writer ${writer}` })
      if (++written === 40) void read()
    }
  }
  await Promise.all(range(1, 4).map(write))
  expect(writtenBeforeReads).toBeLessThan(400)
}, 30_000)

test('writes of one statement are merged into one query, and each gets its own row', async () => {
  const count = await countQueries()
  const inserts = range(150, 157).map((id) => notes.insertMergeable(id, { owner: `owner ${id % 3}` }))
  const answers = await Promise.all(inserts)
  expect(answers.map((rows) => rows.map(({ id }) => id))).toEqual(range(150, 157).map((id) => [id]))
  // The first does not wait for others.
  expect(await count()).toEqual([1, 7])
})

test('writes of one row are not merged, nor are those without a list form', async () => {
  const count = await countQueries()
  const rows = [210, 211, 212, 213, 212, 213, 213]
  const update = {
    name: 'touch_note',
    text: 'UPDATE notes SET twin = twin WHERE id = $1::int RETURNING id',
    many: {
      name: 'touch_notes',
      text: `
        UPDATE notes SET twin = twin FROM unnest($1::int[]) WITH ORDINALITY AS given (v1, place) WHERE id = v1
        RETURNING place::int AS _place, id`,
      types: ['int'],
      rowKey: 0,
    },
  }
  await Promise.all(range(210, 214).map((id) => notes.insertMergeable(id)))
  await count()
  const updates = [...rows, 214].map((id) => db.writesOf('toucher')(update, [id]))
  const answers = await Promise.all([...updates, notes.insert(215)])
  expect(answers.flat()).toMatchObject([...rows, 214, 215].map((id) => ({ id })))
  expect((await count()).sort()).toEqual([1, 1, 2, 2, 3])
})

test('the writes of an owner who has a turn wait for it, and those of others do not', async () => {
  let release = () => {}
  const turn = db.turns.transactions.take(
    'busy',
    () =>
      new Promise<void>((resolve) => {
        release = resolve
      }),
  )
  const inserts = [notes.insert(301, { owner: 'busy' }), notes.insert(302, { owner: 'busy' })]
  await notes.insert(303, { owner: 'free' })
  await notes.insert(304, { owner: 'free' })
  expect(await notes.stored(301, 310)).toEqual([303, 304])
  release()
  await Promise.all([turn, ...inserts])
  expect(await notes.stored(301, 310)).toEqual([301, 302, 303, 304])
})

test('a write does not wait for the hundred of another owner that came before it', async () => {
  const flood = range(2001, 2150).map((id) => notes.insert(id, { owner: 'flood' }))
  const [own] = await notes.insert(2151, { owner: 'another' })
  const transactions = await transactionsOf(flood)
  // The first write has the first commit for itself.
  expect(transactions.indexOf(own?.transaction ?? '')).toBe(1)
})

/** Begins to count the rows of every query that writes notes. Each call answers those since the last, in their order. */
async function countQueries() {
  await notes.sql('CREATE TABLE IF NOT EXISTS queries (id serial, count int)')
  await notes.sql(
    `CREATE OR REPLACE FUNCTION count_query() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN INSERT INTO queries (count) SELECT count(*) FROM written; RETURN NULL; END $$`,
  )
  for (const event of ['INSERT', 'UPDATE']) {
    await notes.sql(
      `CREATE OR REPLACE TRIGGER count_${event} AFTER ${event} ON notes REFERENCING NEW TABLE AS written
       FOR EACH STATEMENT EXECUTE FUNCTION count_query()`,
    )
  }
  return async () => {
    const text = `WITH taken AS (DELETE FROM queries RETURNING id, count) SELECT count FROM taken ORDER BY id`
    return (await notes.sql<{ count: number }>(text)).map(({ count }) => count)
  }
}
