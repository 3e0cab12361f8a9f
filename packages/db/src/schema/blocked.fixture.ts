import { vi } from 'vitest'
import type { TestDatabase } from '../testing/testing.ts'

/**
 * Resolves once a statement waits for a lock in this database. PGlite has one connection: there statements wait for
 * that, and this resolves at once.
 */
export async function untilBlocked(db: TestDatabase): Promise<void> {
  if (!db.url) return
  await vi.waitFor(async () => {
    const [row] = await db.client.$queryRaw<[{ blocked: number }]>`
      SELECT count(*)::int AS blocked FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`
    if (row.blocked === 0) throw new Error('nothing waits for a lock')
  })
}
