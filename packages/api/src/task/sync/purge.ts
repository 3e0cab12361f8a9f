import type { Db } from '@tandem/db/types'
import { BATCH_SIZE, deleteInBatches } from '../../persistence/delete-in-batches.ts'
import { TRASH_RETENTION_MS } from './trash.ts'

/** Deletes the tombstones of tasks that can no longer be restored, and with each the rows nested under it. */
export function purgeDeletedTasks(db: Db, now: Date): Promise<number> {
  return deleteInBatches(() => purgeSome(db, new Date(now.getTime() - TRASH_RETENTION_MS)))
}

/** The same statement records the highest purged revision in the counter, since replicas older than it must resync. */
async function purgeSome(db: Db, before: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    WITH due AS (
      SELECT user_id, id FROM deleted_tasks WHERE deleted_at < ${before} ORDER BY deleted_at LIMIT ${BATCH_SIZE}
    ), held AS (
      -- Writers take the counter before the tombstone; a counter that is locked is left for the next run.
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
    SELECT count(*)::int AS count FROM gone`
  return row?.count ?? 0
}
