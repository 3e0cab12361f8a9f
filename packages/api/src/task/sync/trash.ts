import type { Db, Run } from '@tandem/db/types'
import type { z } from 'zod'
import { deletedTaskColumns, type TaskRow, toDeletedTask, toTask } from '../record.ts'
import type { deletedTaskPage, listDeletedTasksInput, Task } from '../schema.ts'
import { COLUMN, SELECTION } from '../sql.ts'
import { findIn, getTask, type TaskKey } from '../store.ts'

/** Milliseconds for which a deletion can be undone, and is remembered at all. */
export const TRASH_KEPT = 30 * 86_400_000

/** Everything but what the database keeps by itself. */
const KEPT = Object.values(COLUMN).filter((column) => column !== 'version' && column !== 'updated_at')
const RESTORE = `
  WITH found AS (
    DELETE FROM deleted_tasks WHERE user_id = $1::uuid AND id = $2::uuid AND deleted_at > $3::timestamptz RETURNING *
  )
  INSERT INTO tasks (user_id, version, ${KEPT.join(', ')})
  SELECT user_id, version + 1, ${KEPT.join(', ')} FROM found RETURNING ${SELECTION}`

interface ListOptions {
  db: Db
  userId: string
  now: Date
}

/** What was deleted and can be restored, the latest first. A cursor is the revision of the last one. */
export async function listDeletedTasks(
  { db, userId, now }: ListOptions,
  { limit, cursor }: z.infer<typeof listDeletedTasksInput>,
): Promise<z.infer<typeof deletedTaskPage>> {
  const found = await db.deletedTask.findMany({
    where: {
      userId,
      deletedAt: { gt: oldest(now) },
      ...(cursor !== undefined && { revision: { lt: cursor } }),
    },
    orderBy: { revision: 'desc' },
    take: limit + 1,
    select: { ...deletedTaskColumns, revision: true },
  })
  const rows = found.slice(0, limit)
  const hasMore = found.length > limit
  const nextCursor = hasMore ? String(rows.at(-1)?.revision) : null
  return {
    data: rows.map(({ revision: _, ...row }) => toDeletedTask(row)),
    page: { limit, hasMore, nextCursor },
  }
}

/** Undoes a deletion of the last 30 days: the task is as it was, one version later. A task that is there is answered as it is. */
export async function restoreTask(run: Run, key: TaskKey, now: Date): Promise<Task> {
  const [row] = await run<TaskRow>(RESTORE, [key.userId, key.id, oldest(now).toISOString()])
  // Of several who restore it at once, one finds it deleted, and the others find the task.
  return row ? toTask(row) : getTask(findIn(run), key)
}

function oldest(now: Date): Date {
  return new Date(now.getTime() - TRASH_KEPT)
}
