import { expect, onTestFinished, test } from 'vitest'
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
