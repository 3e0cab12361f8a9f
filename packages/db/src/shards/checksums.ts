import pg from 'pg'
import { type Table, tables } from '../tables.ts'

export interface Checksum {
  table: string
  rows: number
  /** Of all values of all rows, in any order. */
  sum: string
}

/** A checksum of each table that is the same wherever its rows are. */
export async function checksumsOf(session: pg.Pool, names: readonly string[]): Promise<Checksum[]> {
  const all: Checksum[] = []
  for (const table of names) {
    const { rows } = await session.query<{ rows: string; sum: string }>(
      `SELECT count(*) AS rows, coalesce(sum(hashtextextended(ROW(${valuesOf(table)})::text, 0)::numeric), 0)::text AS sum
       FROM ${pg.escapeIdentifier(table)}`,
    )
    all.push({ table, rows: Number(rows[0]?.rows), sum: rows[0]?.sum ?? '' })
  }
  return all
}

/** As texts that no setting of a server changes. */
function valuesOf(name: string): string {
  const table = Object.values<Table>(tables).find((one) => one.name === name)
  const columns = Object.values(table?.columns ?? {})
  return columns
    .map(({ name: column, type }) => {
      const value = pg.escapeIdentifier(column)
      if (type === 'timestamptz' || type === 'date') return `extract(epoch FROM ${value})::text`
      return type === 'bytea' ? `encode(${value}, 'hex')` : `${value}::text`
    })
    .join(', ')
}

/** @throws {Error} that names the tables whose rows differ */
export function demandSame(before: readonly Checksum[], after: readonly Checksum[]): void {
  const wrong = before.filter(({ table, rows, sum }) => {
    const found = after.find((one) => one.table === table)
    return found?.rows !== rows || found.sum !== sum
  })
  if (wrong.length === 0) return
  const names = wrong.map(({ table, rows }) => {
    const found = after.find((one) => one.table === table)
    return `${table} (${rows} rows before, ${found?.rows} after)`
  })
  throw new Error(`not everything arrived, and nothing is changed: ${names.join(', ')}`)
}
