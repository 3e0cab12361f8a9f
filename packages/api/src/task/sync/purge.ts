import type { Db } from '@tandem/db/types'
import { BATCH_SIZE } from '../../persistence/delete-in-batches.ts'
import { TRASH_RETENTION_MS } from './trash.ts'

/** Deletes the tombstones of tasks that can no longer be restored, and with each the rows nested under it. */
export async function purgeDeletedTasks(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - TRASH_RETENTION_MS)
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
