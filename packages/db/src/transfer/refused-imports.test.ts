import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Connection } from '../engine/connection.ts'
import { type Copy, fillFrom, openMigrated, readCopy } from './copy.fixture.ts'
import { epochOf, opened, opulent, opulentCopy, schemaOf, users } from './opulent.fixture.ts'
import type { MovedTable } from './tables.ts'

test.each<[string, string, (copy: Copy) => void]>([
  [
    'a row at the very end that breaks a rule',
    'rows of pgboss.job cannot be stored',
    ({ rows }) => rows.at(-1)?.rows.push('["not a uuid"]'),
  ],
  [
    'a reference to a row that is not there',
    'violates foreign key constraint',
    (copy) => emptied(copy, 'revisions'),
  ],
  ['a row that is there twice', 'duplicate key', ({ rows }) => rows[0]?.rows.push(...rows[0].rows)],
])('%s leaves the database empty and as it was', async (_, message, spoil) => {
  const copy = await opulentCopy()
  const target = await opened()
  const [schema, epoch, empty] = [await schemaOf(target), await epochOf(target), await readCopy(target)]
  spoil(copy)
  const undo = vi.fn(async () => {})
  await expect(fillFrom(copy, target, undo)).rejects.toThrow(message)
  expect(undo).toHaveBeenCalledOnce()
  expect(await readCopy(target)).toEqual(empty)
  expect(await schemaOf(target)).toEqual(schema)
  expect(await epochOf(target)).toBe(epoch)
})

function emptied({ rows }: Copy, name: string): void {
  for (const one of rows) if (one.table.name === name) one.rows = []
}

const usersBut = (change: Partial<MovedTable>) => [{ table: { ...users, ...change }, rows: [] }]

describe('an export with', () => {
  let target: Connection
  beforeAll(async () => {
    target = await openMigrated()
  })
  afterAll(() => target.close())

  test.each<[string, string, Copy['rows']]>([
    ['a table of PostgreSQL itself', 'the export has a table "pg_authid"', usersBut({ name: 'pg_authid' })],
    ['SQL as the name of a table', 'which no import fills', usersBut({ name: 'users; DROP TABLE users' })],
    ['a table that stays behind', 'a table "sessions"', usersBut({ name: 'sessions' })],
    [
      'SQL as the name of a column',
      'has no column "x\\"); DROP TABLE',
      usersBut({ columns: ['x"); DROP TABLE users; --'] }),
    ],
    [
      'a column too few',
      'the export lacks the column email',
      usersBut({ columns: users.columns.filter((name) => name !== 'email') }),
    ],
    ['a table twice', 'the table users twice', [...usersBut({}), ...usersBut({})]],
  ])('%s is refused', async (_, message, rows) => {
    const { migrations } = await readCopy(target, [])
    await expect(fillFrom({ migrations, rows }, target)).rejects.toThrow(message)
  })
})

test('a database with rows is refused, and keeps them', async () => {
  const target = await opulent()
  const copy = await readCopy(target)
  await expect(fillFrom(copy, target)).rejects.toThrow('is not empty: an import needs an empty database')
  expect(await readCopy(target)).toEqual(copy)
})
