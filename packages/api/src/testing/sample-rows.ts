import { randomBytes, randomUUID } from 'node:crypto'
import type { Column, Table } from '@tandem/db/tables'
import type { Db } from '@tandem/db/types'

type NamedTable = Pick<Table, 'name' | 'columns'>

/** Values for columns whose constraints refuse the generated ones, by `table.column`. */
const SAMPLES: Record<string, unknown> = {
  'api_keys.scopes': ['tasks:read'],
}

/** Inserts a row of a table for a user, with a value for every column that cannot be null. */
export async function insertSample(db: Db, { name, columns }: NamedTable, userId: string): Promise<void> {
  const filled = Object.values(columns).filter(({ isNullable }) => !isNullable)
  const values = filled.map((column) =>
    column.name === 'user_id' ? userId : (SAMPLES[`${name}.${column.name}`] ?? sampleOf(column)),
  )
  const into = filled.map((column) => column.name).join(', ')
  const given = filled.map(({ type }, i) => `$${i + 1}::${type}`).join(', ')
  // A user may have the row from the start.
  const sql = `INSERT INTO ${name} (${into}) VALUES (${given}) ON CONFLICT DO NOTHING`
  await db.$executeRawUnsafe(sql, ...values).catch((error: unknown) => {
    const hint = `No sample row could be inserted into ${name}. Add a valid value to SAMPLES in testing/sample-rows.ts.`
    throw new Error(hint, { cause: error })
  })
}

export async function countRows(db: Db, { name }: NamedTable, userId: string): Promise<number> {
  const sql = `SELECT count(*)::int AS count FROM ${name} WHERE user_id = $1::uuid`
  const [row] = await db.$queryRawUnsafe<{ count: number }[]>(sql, userId)
  return row?.count ?? 0
}

function sampleOf({ type, values }: Column): unknown {
  if (type.endsWith('[]')) return []
  if (values) return values[0]
  switch (type) {
    case 'uuid':
      return randomUUID()
    case 'text':
      return `sample ${randomUUID()}`
    case 'bytea':
      return new Uint8Array(randomBytes(32))
    case 'timestamptz':
    case 'date':
      return new Date().toISOString()
    case 'boolean':
      return false
    case 'jsonb':
      return '{}'
    default:
      return 1
  }
}
