import type { Prisma } from '@tandem/db/types'
import type { DeletedTask, Task } from './schema.ts'

/** The columns a task's answer is made of; the owner is not among them. */
export const taskColumns = {
  id: true,
  title: true,
  description: true,
  status: true,
  priority: true,
  tags: true,
  dueAt: true,
  completedAt: true,
  version: true,
  createdAt: true,
  updatedAt: true,
} satisfies Prisma.TaskSelect

export type StoredTask = Prisma.TaskGetPayload<{ select: typeof taskColumns }>

/** As Prisma reads it, or as our own statements do: with instants as PostgreSQL writes them. */
export type TaskRow = {
  [K in keyof StoredTask]: Date extends StoredTask[K] ? StoredTask[K] | string : StoredTask[K]
}

export function toTask(row: TaskRow): Task {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    status: row.status,
    priority: row.priority,
    tags: row.tags,
    dueAt: row.dueAt === null ? null : iso(row.dueAt),
    completedAt: row.completedAt === null ? null : iso(row.completedAt),
    version: row.version,
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  }
}

export const deletedTaskColumns = { ...taskColumns, deletedAt: true } satisfies Prisma.DeletedTaskSelect

export function toDeletedTask(row: TaskRow & { deletedAt: Date }): DeletedTask {
  return { ...toTask(row), deletedAt: iso(row.deletedAt) }
}

/** PostgreSQL's `2026-12-24 17:00:00.5+00`, in UTC, needs other marks and no arithmetic. */
function iso(instant: Date | string): string {
  if (typeof instant !== 'string') return instant.toISOString()
  const fraction = instant.slice(20, -3)
  return `${instant.slice(0, 10)}T${instant.slice(11, 19)}.${fraction.padEnd(3, '0')}Z`
}

const UTC = '+00:00"'
/** What `2026-12-24T17:00:00` lacks of an instant to the millisecond. */
const NO_FRACTION = '.000'
const LENGTH = '2026-12-24T17:00:00.000'.length

/**
 * The same in the JSON of rows, where PostgreSQL writes `"dueAt":"2026-12-24T17:00:00.5+00:00"`. No text of a user's is
 * taken for it: a quote inside a text is escaped, so that `At":"` can only be the end of a key and the beginning of its value.
 */
export function withIsoInstants(json: string): string {
  let written = ''
  let from = 0
  for (let end = json.indexOf(UTC); end !== -1; end = json.indexOf(UTC, end + UTC.length)) {
    const start = json.lastIndexOf('"', end - 1) + 1
    if (!json.startsWith('At":"', start - 5)) continue
    const missing = LENGTH - (end - start)
    written += `${json.slice(from, end)}${NO_FRACTION.slice(NO_FRACTION.length - missing)}Z"`
    from = end + UTC.length
  }
  return written + json.slice(from)
}
