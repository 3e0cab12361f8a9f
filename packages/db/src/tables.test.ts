import { afterAll, expect, test } from 'vitest'
import { type Column, type Table, tables } from './tables.ts'
import { createTestDb } from './testing/testing.ts'

const db = await createTestDb()
afterAll(() => db.close())

/** Lists are left out: Prisma takes them for never null, whether or not the table says so. */
const catalog = `
  SELECT c.relname AS "table", a.attname AS name, replace(format_type(a.atttypid, NULL), 'integer', 'int') AS type,
    NOT a.attnotnull AND a.attndims = 0 AS "isNullable",
    a.attnum = ANY (i.indkey) AS "isKey", a.attgenerated = 's' AS "isComputed"
  FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'`

interface Row {
  table: string
  name: string
  type: string
  isNullable: boolean
  isKey: boolean
  isComputed: boolean
}

test('the foreign keys are those of the migrated database', async () => {
  const found = await db.client.$queryRaw<{ name: string; table: string }[]>`
    SELECT conname AS name, confrelid::regclass::text AS "table" FROM pg_constraint
    WHERE contype = 'f' AND conparentid = 0 AND connamespace = 'public'::regnamespace`
  const declared = Object.values<Table>(tables).flatMap(({ references }) =>
    Object.entries(references).map(([name, { table }]) => ({ name, table })),
  )
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
  expect(declared.sort(byName)).toEqual(found.sort(byName))
})

test('the tables are those of the migrated database: names, types, nullability, keys and computed columns', async () => {
  const rows = await db.client.$queryRawUnsafe<Row[]>(catalog)
  const found = rows.map((row) => ({
    ...row,
    type: row.type.replace('timestamp with time zone', 'timestamptz'),
  }))
  const declared = Object.values(tables).flatMap(({ name: table, key, columns }) =>
    Object.entries<Column>(columns).map(([field, { name, type, isNullable, isComputed = false }]) => ({
      table,
      name,
      type,
      isNullable,
      isKey: (key as readonly string[]).includes(field),
      isComputed,
    })),
  )
  const sorted = (list: typeof found) =>
    list.sort((a, b) => `${a.table}.${a.name}`.localeCompare(`${b.table}.${b.name}`))
  expect(sorted(declared)).toEqual(sorted(found))
})
