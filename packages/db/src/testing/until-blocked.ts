import type { Db } from '../create-db.ts'
import { testCitusUrl, testEngine } from './environment.ts'

/** What waits for a lock. On Citus that is a worker's session. */
const SESSIONS = testCitusUrl ? 'citus_stat_activity' : 'pg_stat_activity'

/**
 * Resolves once a statement waits for a lock in this database. PGlite has one connection: there statements wait for
 * that, and this resolves at once.
 */
export async function untilBlocked(client: Pick<Db, '$queryRawUnsafe'>): Promise<void> {
  if (testEngine === 'pglite') return
  const { expect } = await import('vitest')
  const waiting = async () => {
    const [row] = await client.$queryRawUnsafe<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM ${SESSIONS}
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    return row.count
  }
  await expect.poll(waiting).toBeGreaterThan(0)
}
