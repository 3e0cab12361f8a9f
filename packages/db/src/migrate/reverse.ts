import path from 'node:path'
import type pg from 'pg'
import { openExisting, type Place } from '../engine/existing.ts'
import { describeUrl } from '../engine/pool.ts'

export type { Place }

export interface Reversal {
  /** Names of folders. */
  migrations: readonly string[]
  /** Undoes what they did. */
  sql: string
}

/** Where a database is, in the words that the server uses for it, without a password. */
export const locationOf = ({ url, dataDir }: Place) => (url ? describeUrl(url) : path.resolve(dataDir, 'db'))

/** Which of some migrations a database has. A database that there is not yet has none. */
export async function appliedOf(migrations: readonly string[], place: Place): Promise<string[]> {
  return (await withSession(place, (session) => appliedIn(session, migrations))) ?? []
}

/**
 * Undoes migrations and forgets them, in one transaction. Returns those that were there; where there was none, nothing is
 * done, so that it can be called again.
 */
export async function reverseMigrations({ migrations, sql }: Reversal, place: Place): Promise<string[]> {
  const reversed = await withSession(place, async (session) => {
    const applied = await appliedIn(session, migrations)
    if (applied.length === 0) return []
    const names = applied.map((name) => `'${name.replaceAll("'", "''")}'`).join(', ')
    // Without parameters several statements are one query, which is one transaction.
    await session.query(`${sql}\n;DELETE FROM "_prisma_migrations" WHERE migration_name IN (${names});`)
    return applied
  })
  return reversed ?? []
}

async function appliedIn(session: pg.Pool, migrations: readonly string[]): Promise<string[]> {
  const { rows: tables } = await session.query(`SELECT to_regclass('_prisma_migrations') AS name`)
  if (tables[0]?.name === null) return []
  const { rows } = await session.query<{ migration_name: string }>(
    `SELECT migration_name FROM _prisma_migrations
     WHERE migration_name = ANY($1) AND rolled_back_at IS NULL ORDER BY migration_name`,
    [migrations],
  )
  return rows.map(({ migration_name }) => migration_name)
}

async function withSession<T>(place: Place, use: (session: pg.Pool) => Promise<T>): Promise<T | undefined> {
  const connection = await openExisting(place)
  if (!connection) return undefined
  try {
    return await connection.exclusively(use)
  } finally {
    await connection.close()
  }
}
