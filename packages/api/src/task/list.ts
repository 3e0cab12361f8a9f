import type { Run } from '@tandem/db/types'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { filters } from './filters.ts'
import { afterRow, type Key, orderBy, type Position, totalOrder } from './keyset.ts'
import { COUNTER_COLUMNS, type Counter, type CounterRow, toCounter } from './reads.ts'
import { withIsoInstants } from './record.ts'
import type { ListTasks, Task, TaskPage } from './schema.ts'
import { JSON_SELECTION, Values } from './sql.ts'
import { WrittenPage } from './written-page.ts'

interface ListOptions {
  run: Run
  userId: string
  /** What "overdue" is measured against. */
  now: Date
}

/** What the statement of a page answers, in one row. */
type Found = {
  /** A line of JSON for each task, and one more than asked for where there are more. */
  rows: string | null
  /** How many tasks the filters let pass, where that had to be counted. */
  matching?: number
} & (CounterRow | Record<keyof CounterRow, null>)

/**
 * One page of a user's tasks, by offset (with the total) or after a cursor (without). It is one statement, and so the
 * page, the total and the counter are of the same moment.
 */
export async function listTasks(
  options: ListOptions,
  query: ListTasks,
): Promise<{ page: TaskPage; counter: Counter }> {
  const { cursor, limit } = query
  const offset = cursor === undefined ? (query.offset ?? 0) : null
  const [found] = await options.run<Found>(...statement(options, query, offset !== null))
  const tasks = found?.rows ? withIsoInstants(found.rows).split('\n') : []
  const hasMore = tasks.length > limit
  if (hasMore) tasks.length = limit
  const nextCursor = hasMore ? encodeCursor(JSON.parse(tasks.at(-1) ?? '') as Task, query) : null
  const counter = toCounter(found && found.revision !== null ? found : undefined)
  const totalCount = offset === null ? null : (found?.matching ?? counter.tasks)
  return { page: new WrittenPage(tasks, { limit, offset, totalCount, hasMore, nextCursor }), counter }
}

function statement(options: ListOptions, query: ListTasks, hasTotal: boolean): [string, unknown[]] {
  const values = new Values()
  const owner = values.as('uuid', options.userId)
  const conditions = filters(values, query, options.now)
  const where = [`user_id = ${owner}`, ...conditions].join(' AND ')
  // Without a filter nothing is counted: the database keeps the number.
  const isCounted = hasTotal && conditions.length > 0
  const matching = isCounted ? `(SELECT count(*)::int FROM tasks WHERE ${where}) AS matching,` : ''
  const text = `
    SELECT (SELECT string_agg(row_to_json(page)::text, E'\\n') FROM (${pageOf(values, where, query)}) AS page) AS rows,
      ${matching} ${COUNTER_COLUMNS}
    FROM (VALUES (${owner})) AS caller (user_id) LEFT JOIN revisions USING (user_id)`
  return [text, values.all]
}

/** One row more than asked for, which tells whether there are more. */
function pageOf(values: Values, where: string, query: ListTasks): string {
  const keys = totalOrder(query.sort)
  const position = query.cursor === undefined ? undefined : decodeCursor(query.cursor, query)
  const { most, page } = bounds(values, query)
  const [first, ...more] = segments(keys, position).map(({ conditions, by, after }) => {
    const all = [where, ...conditions, ...(after ? [afterRow(values, by, after)] : [])]
    return `FROM tasks WHERE ${all.join(' AND ')} ORDER BY ${orderBy('tasks', by)}`
  })
  if (more.length === 0) return `SELECT ${JSON_SELECTION} ${first} ${page}`
  const parts = [first, ...more].map((part, i) => `(SELECT ${i} AS part, * ${part} LIMIT ${most})`)
  return `SELECT ${JSON_SELECTION} FROM (${parts.join(' UNION ALL ')}) AS found ORDER BY part, ${orderBy('found', keys)} ${page}`
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
