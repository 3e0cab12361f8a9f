import { type Table, tables } from '../tables.ts'

/** The table that all others of a user are placed beside. */
const COUNTERS = tables.Revision.name

/**
 * The tables that a sharded database shards by their column `user_id`, the counters first. It is part of their primary key, as a
 * unique constraint over all shards needs it. They refer to no other tables: those of accounts stay whole, and so does what refers to
 * an account.
 */
export function tablesByUser(declared: readonly Table[] = Object.values<Table>(tables)): string[] {
  let found = declared.filter(({ key }) => key.includes('userId'))
  for (let before = -1; before !== found.length; ) {
    before = found.length
    const names = new Set(found.map(({ name }) => name))
    found = found.filter(({ references }) => Object.values(references).every(({ table }) => names.has(table)))
  }
  const names = found.map(({ name }) => name)
  return [COUNTERS, ...names.filter((name) => name !== COUNTERS)]
}

/** Small tables that every server has whole, since statements about one user read them. */
export const TABLES_ON_EVERY_SERVER: readonly string[] = [tables.SyncEpoch.name]
