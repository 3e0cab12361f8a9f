import { expect } from 'vitest'
import type { TestDatabase } from '../testing/testing.ts'

/**
 * Resolves once a statement waits for a lock in this database. PGlite has one connection: there statements wait for
 * that, and this resolves at once.
 */
export async function untilBlocked(db: TestDatabase): Promise<void> {
  if (!db.url) return
  const waiting = async () => {
    const [row] = await db.client.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return row.count
  }
  await expect.poll(waiting).toBeGreaterThan(0)
}
