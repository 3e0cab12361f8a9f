import { afterAll, expect, test } from 'vitest'
import { createTestDb } from '../testing/testing.ts'
import { LEFT_OUT, MOVED } from './tables.ts'

const db = await createTestDb()
afterAll(() => db.close())

/** Partitions belong to their table, and computed columns are computed again. */
const CATALOG = `
  SELECT CASE nspname WHEN 'pgboss' THEN 'pgboss.' ELSE '' END || relname AS name, array_agg(attname::text ORDER BY attname) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
  WHERE relkind IN ('r', 'p') AND NOT relispartition AND nspname IN ('public', 'pgboss')
  GROUP BY 1 ORDER BY 1`

test('every table and every column of the database travels, or is named as left out with a reason', async () => {
  const found = await db.client.$queryRawUnsafe<{ name: string; columns: string[] }[]>(CATALOG)
  const moved = MOVED.map(({ name, columns }) => ({ name, columns: [...columns].sort() }))
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
  expect(moved.sort(byName)).toEqual(found.filter(({ name }) => !(name in LEFT_OUT)))
  const names = found.map(({ name }) => name)
  expect(Object.keys(LEFT_OUT).filter((name) => !names.includes(name))).toEqual([])
})

test('every table that travels has an order, and no sequence has a number that would be lost', async () => {
  expect(MOVED.filter(({ order }) => order.length === 0)).toEqual([])
  const sequences = `SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace`
  expect(await db.client.$queryRawUnsafe(sequences)).toEqual([])
})
