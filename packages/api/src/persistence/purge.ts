import type { Db } from '@tandem/db/types'
import { TRASH_KEPT } from '../task/sync/trash.ts'
import { ANSWERS_KEPT } from './idempotency.ts'

/** How long what has ended is kept for its owner to see, in milliseconds. */
const ENDED_KEPT = 30 * 86_400_000

/** Rows that are deleted by one statement: locks are held for moments only. */
const AT_ONCE = 1000

/** How many rows were removed. */
export interface Purged {
  deletedTasks: number
  idempotencyKeys: number
  sessions: number
  apiKeys: number
}

/**
 * Removes what nobody can use any more: deletions that can no longer be undone, answers kept for retries, sessions (with
 * their refresh tokens) and API keys that ended 30 days ago. Several processes may do it at once.
 */
export async function purge(db: Db, now: Date): Promise<Purged> {
  const before = (age: number) => new Date(now.getTime() - age)
  const ended = before(ENDED_KEPT)
  return {
    deletedTasks: await inSteps(() => purgeDeletedTasks(db, before(TRASH_KEPT))),
    idempotencyKeys: await inSteps(
      () => db.$executeRaw`
        DELETE FROM idempotency_keys WHERE (user_id, key) IN (
          SELECT user_id, key FROM idempotency_keys WHERE created_at < ${before(ANSWERS_KEPT)}
          LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)`,
    ),
    sessions: await inSteps(
      () => db.$executeRaw`
        DELETE FROM sessions WHERE id IN (
          SELECT id FROM sessions WHERE expires_at < ${ended} OR revoked_at < ${ended}
          LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)`,
    ),
    apiKeys: await inSteps(
      () => db.$executeRaw`
        DELETE FROM api_keys WHERE id IN (
          SELECT id FROM api_keys WHERE expires_at < ${ended} LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)`,
    ),
  }
}

/** The counter remembers the newest tombstone that went, in the same statement: a copy older than it must start again. */
async function purgeDeletedTasks(db: Db, before: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    WITH due AS (
      SELECT user_id, id FROM deleted_tasks WHERE deleted_at < ${before} ORDER BY deleted_at LIMIT ${AT_ONCE}
    ), held AS (
      -- Whoever writes or deletes takes the counter before the tombstone; what is busy can wait for the next time.
      SELECT user_id FROM revisions WHERE user_id IN (SELECT user_id FROM due)
      ORDER BY user_id FOR UPDATE SKIP LOCKED
    ), gone AS (
      DELETE FROM deleted_tasks USING due, held
      WHERE deleted_tasks.user_id = due.user_id AND deleted_tasks.id = due.id AND held.user_id = due.user_id
      RETURNING deleted_tasks.user_id, deleted_tasks.revision
    ), newest AS (
      SELECT user_id, max(revision) AS revision FROM gone GROUP BY user_id
    ), remembered AS (
      UPDATE revisions SET purged = greatest(purged, newest.revision)
      FROM newest WHERE revisions.user_id = newest.user_id
    )
    SELECT count(*)::int AS count FROM gone`
  return row?.count ?? 0
}

async function inSteps(step: () => Promise<number>): Promise<number> {
  let total = 0
  for (;;) {
    const count = await step()
    total += count
    if (count === 0) return total
  }
}
