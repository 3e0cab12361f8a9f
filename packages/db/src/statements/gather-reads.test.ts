import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDb, type TestDatabase } from '../testing/testing.ts'
import type { ManyForm, Statement } from './statement.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb({ isSharded: false })
  await db.run({ name: '', text: 'CREATE TABLE words (id int PRIMARY KEY, word text)' }, [])
  await db.run(
    { name: '', text: `INSERT INTO words SELECT i, 'word ' || i FROM generate_series(1, 250) i` },
    [],
  )
})
afterAll(() => db.close())

interface Word {
  word: string
  /** How many words the query answered: more than one where calls were gathered. */
  together: number
}

const MANY: ManyForm = {
  name: 'find_words',
  text: `
    SELECT place::int AS _place, word, count(*) OVER ()::int AS together
    FROM unnest($1::int[]) WITH ORDINALITY AS asked (id, place) JOIN words USING (id) ORDER BY id DESC`,
  types: ['int'],
}
const FIND: Statement<Word> = {
  name: 'find_word',
  text: 'SELECT word, 1 AS together FROM words WHERE id = $1::int',
  many: MANY,
}

test('the reads of one turn of the event loop are one query, and each gets its own rows', async () => {
  const ids = [3, 1, 999, 2, 3]
  const found = await Promise.all(ids.map((id) => db.run(FIND, [id])))
  expect(found.map((rows) => rows.map(({ word }) => word))).toEqual([
    ['word 3'],
    ['word 1'],
    [],
    ['word 2'],
    ['word 3'],
  ])
  expect(found.flat().map(({ together }) => together)).toEqual([4, 4, 4, 4])
})

test('a query has at most 100 places', async () => {
  const ids = Array.from({ length: 250 }, (_, i) => i + 1)
  const rows = (await Promise.all(ids.map((id) => db.run(FIND, [id])))).flat()
  expect(rows.map(({ word }) => word)).toEqual(ids.map((id) => `word ${id}`))
  const sizes = rows.map(({ together }) => together)
  expect([...new Set(sizes)]).toEqual([100, 50])
})

test('a read alone is sent in its scalar form', async () => {
  const broken = { ...FIND, many: { ...MANY, text: 'not SQL' } }
  expect(await db.run(broken, [1])).toEqual([{ word: 'word 1', together: 1 }])
})

test('a read sees what was committed before it was made', async () => {
  const write: Statement = { name: '', text: 'UPDATE words SET word = $1::text WHERE id = 1' }
  for (const word of ['a', 'b', 'c']) {
    await db.run(write, [word])
    const rows = await Promise.all([db.run(FIND, [1]), db.run(FIND, [2])])
    expect(rows.flat()).toMatchObject([{ word }, { word: 'word 2' }])
  }
  await db.run(write, ['word 1'])
})

test('a query that fails rejects all its calls, and no others', async () => {
  const failing: Statement = {
    name: '',
    text: 'SELECT 1 / $1::int',
    many: { name: '', text: 'SELECT 1 / v1 AS _place FROM unnest($1::int[]) AS given (v1)', types: ['int'] },
  }
  const outcomes = await Promise.allSettled([db.run(failing, [1]), db.run(FIND, [1]), db.run(failing, [0])])
  expect(outcomes).toMatchObject([
    { reason: { code: '22012' } },
    { value: [{ word: 'word 1' }] },
    { reason: { code: '22012' } },
  ])
})

test.each(['NULL::int', '0', '3', `'1'::text`])(
  'a row with the place %s rejects all calls',
  async (place) => {
    const misplaced = {
      ...FIND,
      many: { ...MANY, name: '', text: `SELECT ${place} AS _place, $1::int[] AS ids` },
    }
    const outcomes = await Promise.allSettled([db.run(misplaced, [1]), db.run(misplaced, [2])])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(String(outcomes.map((outcome) => 'reason' in outcome && outcome.reason))).toContain(
      'no valid place',
    )
  },
)

test('a row without a place rejects all calls', async () => {
  const misplaced = { ...FIND, many: { ...MANY, name: '', text: 'SELECT unnest($1::int[]) AS id' } }
  const outcomes = await Promise.allSettled([db.run(misplaced, [1]), db.run(misplaced, [2])])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

test('writes are not gathered', async () => {
  const append: Statement<{ word: string }> = {
    name: 'append_to_word',
    text: `UPDATE words SET word = word || '!' WHERE id = $1::int RETURNING word`,
    many: { name: 'append_to_words', text: 'not SQL', types: ['int'], rowKey: 0 },
  }
  const rows = await Promise.all([200, 201].map((id) => db.run(append, [id])))
  expect(rows.flat()).toEqual([{ word: 'word 200!' }, { word: 'word 201!' }])
})
