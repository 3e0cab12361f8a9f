import type { Run } from '@tandem/db/types'
import type { z } from 'zod'
import { recordOf } from '../../resource/instants.ts'
import type { Key } from '../../resource/store.ts'
import { column, selection } from '../../resource/table.ts'
import type { Task } from '../schema.ts'
import { taskStore } from '../store.ts'
import { deletedTaskTable, taskTable } from '../table.ts'
import type { DeletedTask, deletedTaskPage, listDeletedTasksInput } from './schema.ts'

/** Milliseconds for which a deletion can be undone, and is remembered at all. */
export const TRASH_RETENTION_MS = 30 * 86_400_000

/** Everything but what the database sets by itself. */
const RESTORED = taskTable.shown
  .filter((field) => field !== 'version' && field !== 'updatedAt')
  .map((field) => column(taskTable, field).name)
  .join(', ')
const RESTORE = {
  name: 'tasks.restore',
  text: `
  WITH found AS (
    DELETE FROM deleted_tasks WHERE user_id = $1::uuid AND id = $2::uuid AND deleted_at > $3::timestamptz RETURNING *
  )
  INSERT INTO tasks (user_id, version, ${RESTORED})
  SELECT user_id, version + 1, ${RESTORED} FROM found RETURNING ${selection(taskTable)}`,
}

const LATEST = `
  SELECT ${selection(deletedTaskTable)}, revision::text AS revision
  FROM deleted_tasks WHERE user_id = $1::uuid AND deleted_at > $2::timestamptz`
const FIRST = {
  name: 'deleted_tasks.list',
  text: `${LATEST} ORDER BY deleted_tasks.revision DESC LIMIT $3::bigint`,
}
const AFTER = {
  name: 'deleted_tasks.list.after',
  text: `${LATEST} AND deleted_tasks.revision < $4::bigint ORDER BY deleted_tasks.revision DESC LIMIT $3::bigint`,
}
const toRecord = recordOf<DeletedTask>(deletedTaskTable)

/** What was deleted and can be restored, the latest first. A cursor is the revision of the last one. */
export async function listDeletedTasks(
  run: Run,
  { userId, now }: { userId: string; now: Date },
  { limit, cursor }: z.infer<typeof listDeletedTasksInput>,
): Promise<z.infer<typeof deletedTaskPage>> {
  const values = [userId, oldest(now).toISOString(), limit + 1]
  const found =
    cursor === undefined
      ? await run<{ revision: string }>(FIRST, values)
      : await run<{ revision: string }>(AFTER, [...values, String(cursor)])
  const rows = found.slice(0, limit)
  const hasMore = found.length > limit
  const nextCursor = hasMore ? (rows.at(-1)?.revision ?? null) : null
  return { data: rows.map(toRecord), page: { limit, hasMore, nextCursor } }
}

/** Undoes a deletion of the last 30 days: the task is as it was, one version later. A task that is there is answered as it is. */
export async function restoreTask(run: Run, key: Key, now: Date): Promise<Task> {
  const [row] = await run(RESTORE, [key.userId, key.id, oldest(now).toISOString()])
  // Of several who restore it at once, one finds it deleted, and the others find the task.
  return row ? taskStore.record(row) : taskStore.get(run, key)
}

function oldest(now: Date): Date {
  return new Date(now.getTime() - TRASH_RETENTION_MS)
}
