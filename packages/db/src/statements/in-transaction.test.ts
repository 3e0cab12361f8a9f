import { describe, expect, onTestFinished, test } from 'vitest'
import { createTestDb, testCitusUrl } from '../testing/testing.ts'
import type { Statement } from './statement.ts'

const form: Statement = {
  name: 'form',
  text: `SELECT 'plain' AS form`,
  onShard: `SELECT 'on a shard' AS form`,
}

const FORMS: [isSharded: boolean, form: string][] = [
  // Every database of a cluster is sharded.
  ...(testCitusUrl ? [] : [[false, 'plain'] satisfies [boolean, string]]),
  [true, 'on a shard'],
]

test.each(FORMS)(
  'a statement has the form of its database, in a transaction and outside of one (sharded: %s)',
  async (isSharded, expected) => {
    const db = await createTestDb({ isSharded })
    onTestFinished(() => db.close())
    const answers = [
      await db.run(form, []),
      await db.writesOf('ada')(form, []),
      await db.client.$transaction((tx) => db.runIn(tx)(form, [])),
      await db.client.$transaction((tx) => tx.$transaction((part) => db.runIn(part)(form, []))),
    ]
    expect(answers).toEqual(answers.map(() => [{ form: expected }]))
  },
)

describe.skipIf(testCitusUrl)('writes that are called together in a transaction', async () => {
  const WRITE: Statement<{ id: number; query: number }> = {
    name: 'write_mark',
    text: 'INSERT INTO marks VALUES ($1::int) RETURNING id, 1 AS query',
    many: {
      name: 'write_marks',
      // In descending order, so that rows are not answered in their order.
      text: `INSERT INTO marks SELECT v1 FROM unnest($1::int[]) AS given (v1) ORDER BY v1 DESC
        RETURNING array_position($1::int[], id) AS _place, id, cardinality($1::int[]) AS query`,
      types: ['int'],
      rowKey: 0,
    },
  }
  const db = await createTestDb({ isSharded: false })
  await db.run({ name: '', text: 'CREATE TABLE marks (id int PRIMARY KEY)' }, [])
  const stored = async () =>
    (await db.run<{ id: number }>({ name: '', text: 'SELECT id FROM marks' }, [])).length

  test('share a query, and each gets its own row', async () => {
    const rows = await db.client.$transaction((tx) => {
      const run = db.runIn(tx)
      return Promise.all([3, 1, 2].map((id) => run(WRITE, [id])))
    })
    expect(rows).toEqual(
      [[{ id: 3, query: 3 }], [{ id: 1, query: 3 }], [{ id: 2, query: 3 }]].map(([row]) => [
        expect.objectContaining(row),
      ]),
    )
    const alone = await db.client.$transaction((tx) => db.runIn(tx)(WRITE, [4]))
    expect(alone).toEqual([{ id: 4, query: 1 }])
  })

  test('all fail with their query, and the transaction is undone', async () => {
    const before = await stored()
    const outcome = db.client.$transaction(async (tx) => {
      const run = db.runIn(tx)
      const settled = await Promise.allSettled([8, 3, 9].map((id) => run(WRITE, [id])))
      expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
      throw new Error('undone')
    })
    await expect(outcome).rejects.toThrow('undone')
    expect(await stored()).toBe(before)
  })

  test('one that cannot be sent fails alone', async () => {
    const settled = await db.client.$transaction((tx) => {
      const run = db.runIn(tx)
      return Promise.allSettled([run(WRITE, [20]), run(WRITE, [21, 'too many']), run(WRITE, [22])])
    })
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })
})
