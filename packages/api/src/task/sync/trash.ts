import type { Run } from '@tandem/db/types'
import type { z } from 'zod'
import { invalidInput } from '../../core/errors.ts'
import { recordOf } from '../../resource/instants.ts'
import type { ListContext } from '../../resource/list/list.ts'
import type { Key } from '../../resource/store.ts'
import { column, selection } from '../../resource/table.ts'
import type { Task } from '../schema.ts'
import { taskStore } from '../store.ts'
import { deletedTaskTable, taskTable } from '../table.ts'
import type { DeletedTask, deletedTaskPage, listDeletedTasksInput } from './schema.ts'

/** How long a deleted task can be restored and its tombstone is kept, in milliseconds. */
export const TRASH_RETENTION_MS = 30 * 86_400_000

const NOT_RESTORED = ['userId', 'version', 'sideChanges', 'updatedAt', 'revision', 'isIndexed']
/** All columns except the owner and those that triggers set. */
const RESTORED_COLUMNS = Object.keys(taskTable.columns)
  .filter((field) => !NOT_RESTORED.includes(field))
  .map((field) => column(taskTable, field).name)
/** Statements are not repeated more often than this for a task that is deleted and restored meanwhile. */
const MAX_ATTEMPTS = 3

/**
 * Locks the counter before the tombstone, as a deletion of the task's project and a purge do. The trigger `tasks_unbury` deletes the
 * tombstone.
 */
const restore = (name: string, columns: string[]) => ({
  name,
  text: `
  WITH counter AS (
    SELECT user_id FROM revisions WHERE user_id = $1::uuid FOR NO KEY UPDATE
  ), found AS (
    SELECT deleted_tasks.* FROM deleted_tasks, counter
    WHERE deleted_tasks.user_id = $1::uuid AND id = $2::uuid AND deleted_at > $3::timestamptz FOR UPDATE OF deleted_tasks
  )
  INSERT INTO tasks (user_id, version, ${columns.join(', ')})
  SELECT $1::uuid, version + 1, ${columns.join(', ')} FROM found RETURNING ${selection(taskTable)}`,
})
const RESTORE = restore('tasks.restore', RESTORED_COLUMNS)
const REVIVE = restore(
  'tasks.revive',
  RESTORED_COLUMNS.filter((name) => name !== 'recurrence_anchor'),
)

const DELETED = `
  SELECT ${selection(deletedTaskTable)}, revision::text AS revision
  FROM deleted_tasks WHERE user_id = $1::uuid AND deleted_at > $2::timestamptz`
const FIRST = {
  name: 'deleted_tasks.list',
  text: `${DELETED} ORDER BY deleted_tasks.revision DESC LIMIT $3::bigint`,
}
const AFTER = {
  name: 'deleted_tasks.list.after',
  text: `${DELETED} AND deleted_tasks.revision < $4::bigint ORDER BY deleted_tasks.revision DESC LIMIT $3::bigint`,
}
const toRecord = recordOf<DeletedTask>(deletedTaskTable)

/**
 * Lists the tasks that can be restored, the latest deletion first. A cursor is the revision of the last deletion.
 *
 * @throws UNPROCESSABLE_CONTENT for a cursor that was not made for this user's list
 */
export async function listDeletedTasks(
  { run, cursorSigner }: ListContext,
  { userId, now }: { userId: string; now: Date },
  { limit, cursor }: z.infer<typeof listDeletedTasksInput>,
): Promise<z.infer<typeof deletedTaskPage>> {
  const values = [userId, retentionStart(now).toISOString(), limit + 1]
  const context = `deleted_tasks ${userId}`
  const after = cursor === undefined ? undefined : cursorSigner.open(cursor, context)
  if (cursor !== undefined && after === undefined)
    throw invalidInput(['cursor'], 'is not a cursor of this list')
  const found =
    after === undefined
      ? await run<{ revision: string }>(FIRST, values)
      : await run<{ revision: string }>(AFTER, [...values, after])
  const rows = found.slice(0, limit)
  const hasMore = found.length > limit
  const nextCursor = hasMore ? cursorSigner.sign(rows.at(-1)?.revision ?? '', context) : null
  return { data: rows.map(toRecord), page: { limit, hasMore, nextCursor } }
}

/** Restores a task with the next version. A task that is not deleted is returned unchanged. @throws NOT_FOUND */
export async function restoreTask(run: Run, key: Key, now: Date): Promise<Task> {
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    const [row] = await run(RESTORE, [key.userId, key.id, retentionStart(now).toISOString()])
    if (row) return taskStore.record(row)
    // Of several concurrent calls, one finds the tombstone and the others find the task. It may be deleted again between
    // the two statements: then the next attempt finds the tombstone.
    const task = await taskStore.find(run, key)
    if (task) return task
  }
  return taskStore.get(run, key)
}

/**
 * Restores a task however long ago it was deleted, if its tombstone is still there. It comes without the anchor of its recurrence,
 * so that it can be given another along with its due date.
 */
export async function reviveTask(run: Run, key: Key): Promise<Task | undefined> {
  const [row] = await run(REVIVE, [key.userId, key.id, new Date(0).toISOString()])
  return row && taskStore.record(row)
}

function retentionStart(now: Date): Date {
  return new Date(now.getTime() - TRASH_RETENTION_MS)
}
