import type { Run } from '@tandem/db/types'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { filters } from './filters.ts'
import { afterRow, type Key, orderBy, type Position, totalOrder } from './keyset.ts'
import type { Counter, TaskReads } from './reads.ts'
import { type TaskRow, toTask } from './record.ts'
import type { ListTasks, TaskPage } from './schema.ts'
import { SELECTION, Values } from './sql.ts'

interface ListOptions {
  run: Run
  reads: TaskReads
  userId: string
  /** What "overdue" is measured against. */
  now: Date
  /** Where it has been read already. */
  counter?: Counter | undefined
}

/** One page of a user's tasks, by offset (with the total) or after a cursor (without). */
export async function listTasks(options: ListOptions, query: ListTasks): Promise<TaskPage> {
  const { cursor, limit } = query
  const offset = cursor === undefined ? (query.offset ?? 0) : null
  const position = cursor === undefined ? undefined : decodeCursor(cursor, query)
  const [found, totalCount] = await Promise.all([
    readRows(options, query, position),
    offset === null ? null : countRows(options, query),
  ])
  const data = found.slice(0, limit).map(toTask)
  const hasMore = found.length > limit
  const last = data.at(-1)
  const nextCursor = hasMore && last ? encodeCursor(last, query) : null
  return { data, page: { limit, offset, totalCount, hasMore, nextCursor } }
}

/** One row more than asked for, which tells whether there are more. */
function readRows({ run, userId, now }: ListOptions, query: ListTasks, position: Position | undefined) {
  const values = new Values()
  const where = [`user_id = ${values.as('uuid', userId)}`, ...filters(values, query, now)]
  const keys = totalOrder(query.sort)
  const { most, page } = bounds(values, query)
  const parts = segments(keys, position).map(({ conditions, by, after }, i) => {
    const all = [...where, ...conditions, ...(after ? [afterRow(values, by, after)] : [])]
    return `(SELECT ${i} AS part, * FROM tasks WHERE ${all.join(' AND ')} ORDER BY ${orderBy('tasks', by)} LIMIT ${most})`
  })
  return run<TaskRow>(
    `SELECT ${SELECTION} FROM (${parts.join(' UNION ALL ')}) AS found ORDER BY part, ${orderBy('found', keys)} ${page}`,
    values.all,
  )
}

/** A first page has its length in the text, so that the plan is made for a few rows. */
function bounds(values: Values, { offset = 0, limit }: ListTasks): { most: string; page: string } {
  if (offset === 0) return { most: String(limit + 1), page: `LIMIT ${limit + 1}` }
  const length = values.as('bigint', limit + 1)
  const skipped = values.as('bigint', offset)
  return { most: `${length} + ${skipped}`, page: `LIMIT ${length} OFFSET ${skipped}` }
}

interface Segment {
  conditions: string[]
  /** What is left to sort by in it. */
  by: Key[]
  /** The position, where that lies in it. */
  after: Position | undefined
}

/**
 * Tasks with a due date, and then those without: an index holds each of them in order, but not, in both directions, one
 * after the other.
 */
function segments(keys: Key[], position: Position | undefined): Segment[] {
  const [first, ...rest] = keys
  if (first?.field !== 'dueAt') return [{ conditions: [], by: keys, after: position }]
  const undated = { conditions: ['due_at IS NULL'], by: rest, after: undefined }
  if (position && position.values.dueAt === null) return [{ ...undated, after: position }]
  return [{ conditions: ['due_at IS NOT NULL'], by: keys, after: position }, undated]
}

/** Without a filter nothing is counted: the database keeps the number. */
async function countRows(
  { run, reads, userId, now, counter }: ListOptions,
  query: ListTasks,
): Promise<number> {
  const values = new Values()
  const owner = values.as('uuid', userId)
  const conditions = filters(values, query, now)
  if (conditions.length === 0) return (counter ?? (await reads.counter(userId))).tasks
  const [row] = await run<{ count: number }>(
    `SELECT count(*)::int AS count FROM tasks WHERE user_id = ${owner} AND ${conditions.join(' AND ')}`,
    values.all,
  )
  return row?.count ?? 0
}
