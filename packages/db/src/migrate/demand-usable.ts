import type pg from 'pg'

/** The migrations set one column of a foreign key to null, which PostgreSQL can since this version. */
const OLDEST = 15

/** @throws {Error} where nothing can be written, and, with both versions, where the server is too old for the migrations */
export async function demandUsable(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ number: number; version: string; isReadOnly: boolean }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
      current_setting('transaction_read_only') = 'on' AS "isReadOnly"`,
  )
  const [found] = rows
  if (found && found.number < OLDEST * 10_000) {
    throw new Error(`the database server is PostgreSQL ${found.version}: ${OLDEST} or newer is needed`)
  }
  if (found?.isReadOnly) {
    throw new Error('the database is read-only: it is a standby, or default_transaction_read_only is on')
  }
}
