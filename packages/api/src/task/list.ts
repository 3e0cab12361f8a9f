import type { Db, Prisma } from '@tandem/db/types'
import { likePattern } from '../text.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { afterRow, orderBy } from './keyset.ts'
import { taskColumns, toTask } from './record.ts'
import type { ListTasks, TaskPage } from './schema.ts'

interface ListOptions {
  db: Db
  userId: string
  /** What "overdue" is measured against. */
  now: Date
}

/** One page of a user's tasks, by offset (with the total) or after a cursor (without). */
export async function listTasks({ db, userId, now }: ListOptions, query: ListTasks): Promise<TaskPage> {
  const { cursor, limit, sort } = query
  const offset = cursor === undefined ? (query.offset ?? 0) : null
  const where: Prisma.TaskWhereInput = { userId, AND: filters(query, now) }
  const position: Prisma.TaskWhereInput =
    cursor === undefined ? {} : afterRow(sort, decodeCursor(cursor, query))

  const [found, totalCount] = await Promise.all([
    db.task.findMany({
      where: { AND: [where, position] },
      orderBy: orderBy(sort),
      skip: offset ?? 0,
      // One more than asked for tells whether there are more.
      take: limit + 1,
      select: taskColumns,
    }),
    offset === null ? null : db.task.count({ where }),
  ])
  const rows = found.slice(0, limit)
  const hasMore = found.length > limit
  const last = rows.at(-1)
  const nextCursor = hasMore && last ? encodeCursor(last, query) : null
  return { data: rows.map(toTask), page: { limit, offset, totalCount, hasMore, nextCursor } }
}

function filters(query: ListTasks, now: Date): Prisma.TaskWhereInput[] {
  const { status, priority, tag, dueBefore, dueAfter, overdue, q } = query
  const all: Prisma.TaskWhereInput[] = []
  if (status) all.push({ status: { in: several(status) } })
  if (priority) all.push({ priority: { in: several(priority) } })
  if (tag) all.push({ tags: { hasSome: several(tag) } })
  if (dueBefore) all.push({ dueAt: { lt: dueBefore } })
  if (dueAfter) all.push({ dueAt: { gt: dueAfter } })
  if (overdue === true) all.push({ dueAt: { lt: now }, status: { not: 'done' } })
  if (overdue === false) all.push({ OR: [{ dueAt: null }, { dueAt: { gte: now } }, { status: 'done' }] })
  for (const word of q?.split(/\s+/u).filter(Boolean) ?? []) {
    const contains = { contains: likePattern(word), mode: 'insensitive' } as const
    all.push({ OR: [{ title: contains }, { description: contains }] })
  }
  return all
}

function several<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value]
}
