import type pg from 'pg'

/** The migrations set one column of a foreign key to null, which PostgreSQL can since this version. */
const OLDEST = 15

/** @throws {Error} that names both versions, where the server is too old for the migrations */
export async function demandVersion(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ number: number; version: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version`,
  )
  const [found] = rows
  if (found && found.number < OLDEST * 10_000) {
    throw new Error(`the database server is PostgreSQL ${found.version}: ${OLDEST} or newer is needed`)
  }
}
