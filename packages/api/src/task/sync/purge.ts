import type { Db } from '@tandem/db/types'
import { BATCH_SIZE } from '../../persistence/delete-in-batches.ts'
import { usersOnShards } from '../../persistence/users-on-shards.ts'
import { TRASH_RETENTION_MS } from './trash.ts'

/** Deletes the tombstones of tasks that can no longer be restored, and with each the rows nested under it. */
export async function purgeDeletedTasks(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - TRASH_RETENTION_MS)
  const users = await usersOnShards(db, 'deleted_tasks', `deleted_at < '${before.toISOString()}'`)
  if (users) return purgeOf(users, db, before)
  /** Users whose counter is locked. They are left for the next run, so that they do not hide the others. */
  const skipped: string[] = []
  let total = 0
  for (;;) {
    const { count, locked } = await purgeSome(db, before, skipped)
    total += count
    skipped.push(...locked)
    if (count === 0 && locked.length === 0) return total
  }
}

/** On a sharded database each user's tombstones are a statement of their own. A user whose counter is locked is left for the next run. */
async function purgeOf(users: readonly string[], db: Db, before: Date): Promise<number> {
  let total = 0
  for (const userId of users) {
    const [row] = await db.$queryRaw<{ count: number }[]>`
      WITH held AS (
        SELECT user_id FROM revisions WHERE user_id = ${userId}::uuid FOR NO KEY UPDATE SKIP LOCKED
      ), gone AS (
        DELETE FROM deleted_tasks USING held WHERE deleted_tasks.user_id = ${userId}::uuid AND deleted_at < ${before}
        RETURNING deleted_tasks.revision
      ), remembered AS (
        UPDATE revisions SET purged = greatest(purged, (SELECT max(revision) FROM gone))
        WHERE user_id = ${userId}::uuid AND EXISTS (SELECT FROM gone)
      )
      SELECT count(*)::int AS count FROM gone`
    total += row?.count ?? 0
  }
  return total
}

/** The same statement records the highest purged revision in the counter, since replicas older than it must resync. */
async function purgeSome(db: Db, before: Date, skipped: string[]) {
  const [row] = await db.$queryRaw<{ count: number; locked: string[] }[]>`
    WITH due AS (
      SELECT user_id, id FROM deleted_tasks
      WHERE deleted_at < ${before} AND user_id <> ALL(${skipped}::uuid[])
      ORDER BY deleted_at LIMIT ${BATCH_SIZE}
    ), held AS (
      -- Writers take the counter before the tombstone.
      SELECT user_id FROM revisions WHERE user_id IN (SELECT user_id FROM due)
      ORDER BY user_id FOR NO KEY UPDATE SKIP LOCKED
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
    SELECT
      (SELECT count(*)::int FROM gone) AS count,
      ARRAY(SELECT user_id::text FROM due EXCEPT SELECT user_id::text FROM held) AS locked`
  return row ?? { count: 0, locked: [] }
}
