import { randomBytes, randomUUID } from 'node:crypto'
import { type Column, type Table, tables } from '@tandem/db/tables'
import type { Db } from '@tandem/db/types'

type NamedTable = Pick<Table, 'name' | 'columns'>

/** Values for columns whose constraints refuse the generated ones, by `table.column`, or functions of the owner's id. */
const SAMPLES: Record<string, unknown> = {
  'api_keys.scopes': ['tasks:read'],
  'files.sha256': '0'.repeat(64),
}

/** Inserts a row of a table for a user, with a value for every column that cannot be null, and the rows that those refer to. */
export async function insertSample(db: Db, { name, columns }: NamedTable, userId: string): Promise<void> {
  const filled = Object.values(columns).filter(({ isNullable, isComputed }) => !isNullable && !isComputed)
  const referred = await referredRows(db, name, userId)
  const values = filled.map((column) => {
    if (column.name === 'user_id') return userId
    const sample = SAMPLES[`${name}.${column.name}`]
    if (typeof sample === 'function') return sample(userId)
    return referred[column.name] ?? sample ?? sampleOf(column)
  })
  const into = filled.map((column) => column.name).join(', ')
  const given = filled.map(({ type }, i) => `$${i + 1}::${type}`).join(', ')
  // A user may have the row from the start.
  const sql = `INSERT INTO ${name} (${into}) VALUES (${given}) ON CONFLICT DO NOTHING`
  await db.$executeRawUnsafe(sql, ...values).catch((error: unknown) => {
    const hint = `No sample row could be inserted into ${name}. Add a valid value to SAMPLES in testing/sample-rows.ts.`
    throw new Error(hint, { cause: error })
  })
}

/** Inserts the rows that a row of the table has to refer to. Returns their ids by column. */
async function referredRows(db: Db, name: string, userId: string): Promise<Record<string, string>> {
  const all: Table[] = Object.values(tables)
  const table = all.find((one) => one.name === name)
  const ids: Record<string, string> = {}
  for (const { fields, table: to } of Object.values(table?.references ?? {})) {
    const column = fields.filter((field) => field !== 'userId').map((field) => table?.columns[field])[0]
    const target = all.find((one) => one.name === to)
    if (!column || column.isNullable || !target?.key.includes('id')) continue
    await insertSample(db, target, userId)
    const owned = target.key.includes('userId') ? `WHERE user_id = '${userId}'` : ''
    const [row] = await db.$queryRawUnsafe<{ id: string }[]>(`SELECT id FROM ${to} ${owned} LIMIT 1`)
    if (row) ids[column.name] = row.id
  }
  return ids
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
