import { expect, onTestFinished, test } from 'vitest'
import { catalogOf } from '../testing/catalog.ts'
import { openMigrated } from '../transfer/copy.fixture.ts'
import { readMigrations } from './migrations-folder.ts'
import { splitStatements } from './split-statements.ts'
import { openUnmigrated } from './unmigrated.fixture.ts'

test.each([
  ['semicolons', 'SELECT 1; ;SELECT 2', ['SELECT 1', 'SELECT 2']],
  ['texts', `SELECT ';', 'it''s;', E'\\';' ; SELECT 2`, [`SELECT ';', 'it''s;', E'\\';'`, 'SELECT 2']],
  ['names', 'SELECT "a;""b"; SELECT 2', ['SELECT "a;""b"', 'SELECT 2']],
  ['comments', '-- a; b\nSELECT /* ; */ 1; -- end;', ['SELECT  1']],
  ['bodies', 'DO $x$ BEGIN; $$;$$ END; $x$; SELECT $1', ['DO $x$ BEGIN; $$;$$ END; $x$', 'SELECT $1']],
  ['minus and slash', 'SELECT 1 - 2 / 3;', ['SELECT 1 - 2 / 3']],
])('a script is split at %s that end a statement', (_, script, statements) => {
  expect(splitStatements(script)).toEqual(statements)
})

test('all migrations, statement by statement, make what they make as a whole', async () => {
  const [parts, whole] = [await openUnmigrated(), await openMigrated()]
  onTestFinished(async () => void (await Promise.all([parts.close(), whole.close()])))
  await parts.exclusively(async (session) => {
    for (const { sql } of (await readMigrations()).migrations)
      for (const statement of splitStatements(sql)) await session.query(statement)
  })
  const schemaOf = ({ pool }: typeof whole) =>
    catalogOf(async (sql) => {
      await pool.query('DROP TABLE IF EXISTS _prisma_migrations')
      return (await pool.query<object>(sql)).rows
    })
  expect(await schemaOf(parts)).toEqual(await schemaOf(whole))
})
