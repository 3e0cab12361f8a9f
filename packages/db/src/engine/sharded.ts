import type { Connection } from './connection.ts'

/** Whether Citus has distributed the tables of users. `revisions` is the first of them (decision 55). */
export async function hasShards({ engine, pool }: Pick<Connection, 'engine' | 'pool'>): Promise<boolean> {
  if (engine === 'pglite') return false
  // The catalog of Citus is there only where its extension is, and a statement that names it is refused elsewhere.
  const { rows } = await pool.query<{ hasCatalog: boolean }>(
    `SELECT to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL AS "hasCatalog"`,
  )
  if (!rows[0]?.hasCatalog) return false
  const found = await pool.query(
    `SELECT FROM pg_catalog.pg_dist_partition WHERE logicalrelid = to_regclass('revisions') AND partmethod = 'h'`,
  )
  return found.rows.length > 0
}
