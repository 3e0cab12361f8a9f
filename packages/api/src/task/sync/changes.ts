import type { Run } from '@tandem/db/types'
import { accountGone, resyncRequired } from '../../core/errors.ts'
import { selection } from '../../resource/table.ts'
import type { Task } from '../schema.ts'
import { taskStore } from '../store.ts'
import { taskTable } from '../table.ts'
import type { TaskChange, TaskChanges } from './schema.ts'

export interface ChangesQuery {
  userId: string
  /** The revision of the caller's replica. */
  since: number
  /** The epoch of that revision, if the caller knows it. */
  epoch?: string | undefined
  /** The server's revision when the replica was begun. Only needed while its first read is not complete. */
  begunAt?: number | undefined
  limit: number
}

/** A change and its revision. */
export interface NumberedChange {
  revision: number
  change: TaskChange
}

export interface ChangesRead extends Omit<TaskChanges, 'changes'> {
  changes: NumberedChange[]
}

type ChangeRow = { current: number; purged: number; epoch: string } & (
  | (Task & { revision: number; deleted: boolean })
  | { id: null }
)

const changesOf = (table: string, deleted: boolean) => `
  SELECT ${selection(taskTable)}, revision::float8 AS revision, ${deleted} AS deleted
  FROM ${table} WHERE user_id = $1::uuid AND revision > $2::bigint ORDER BY ${table}.revision LIMIT $3::bigint`

/**
 * One statement, so that the counter, the epoch and both tables come from the same snapshot. Without changes it returns one row, with
 * the counter only, and none where the account is gone.
 */
const CHANGES = {
  name: 'tasks.changes',
  text: `
  SELECT r.revision::float8 AS current, r.purged::float8 AS purged,
    (SELECT value FROM sync_epoch) AS epoch, c.*
  FROM revisions AS r
  LEFT JOIN ((${changesOf('tasks', false)}) UNION ALL (${changesOf('deleted_tasks', true)})) AS c ON true
  WHERE r.user_id = $1::uuid ORDER BY c.revision LIMIT $3::bigint`,
}

/**
 * Reads the changes since a revision in order, only the latest of each task. Throws `RESYNC_REQUIRED` if the history has a
 * gap after that revision, or the revision is of another epoch; UNAUTHORIZED if the account does not exist.
 */
export async function readChanges(run: Run, query: ChangesQuery): Promise<ChangesRead> {
  const { userId, since, limit } = query
  // One extra row shows whether there are more.
  const rows = await run<ChangeRow>(CHANGES, [userId, since, limit + 1])
  const [first] = rows
  // Every user has a counter.
  if (!first) throw accountGone()
  const { current, purged, epoch } = first
  if (query.epoch !== undefined && query.epoch !== epoch) {
    throw resyncRequired('The database has been restored since: start again from 0, without an epoch')
  }
  checkContinuity({ current, purged }, query)

  const found = rows.flatMap((row): NumberedChange[] => (row.id === null ? [] : [toChange(row)]))
  const changes = found.slice(0, limit)
  const hasMore = found.length > limit
  const revision = hasMore ? (changes.at(-1)?.revision ?? current) : current
  const begunAt = since === 0 ? current : query.begunAt
  return { changes, revision, epoch, hasMore, ...(hasMore && revision < purged && { begunAt }) }
}

/** A replica at `since` can continue only if no tombstone after that revision has been purged. */
function checkContinuity(server: { current: number; purged: number }, { since, begunAt = 0 }: ChangesQuery) {
  const newest = Math.max(since, begunAt)
  if (newest > server.current) {
    throw resyncRequired(`The server is at revision ${server.current}, before ${newest}: start again from 0`)
  }
  if (since > 0 && since < server.purged && begunAt < server.purged) {
    throw resyncRequired(`What was deleted after revision ${since} is forgotten in part: start again from 0`)
  }
}

function toChange(row: Exclude<ChangeRow, { id: null }>): NumberedChange {
  const change: TaskChange = row.deleted
    ? { type: 'delete', id: row.id }
    : { type: 'upsert', task: taskStore.record(row) }
  return { revision: row.revision, change }
}
