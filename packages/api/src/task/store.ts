import type { Db, Prisma } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { isForeignKeyViolation, isUniqueViolation } from '../database-errors.ts'
import { accountGone } from '../errors.ts'
import { taskColumns, toTask } from './record.ts'
import type { Task } from './schema.ts'

/** One task, by the only key it has. */
export interface TaskKey {
  userId: string
  id: string
}

/** The version, or one of the versions, that a task must still have when it is written. */
export type IfVersion = number | number[] | undefined

export async function getTask(db: Db, { userId, id }: TaskKey): Promise<Task> {
  const row = await db.task.findUnique({ where: { userId_id: { userId, id } }, select: taskColumns })
  if (!row) throw notFound()
  return toTask(row)
}

export async function createTask(db: Db, data: Prisma.TaskUncheckedCreateInput): Promise<Task> {
  try {
    return toTask(await db.task.create({ data, select: taskColumns }))
  } catch (error) {
    if (isUniqueViolation(error))
      throw new TRPCError({ code: 'CONFLICT', message: 'You have a task with this id already' })
    if (isForeignKeyViolation(error)) throw accountGone()
    throw error
  }
}

/**
 * Writes the given fields in one statement that compares the version too. The database itself counts the version up,
 * and only where something changes (trigger `tasks_keep`).
 */
export async function writeTask(
  db: Db,
  key: TaskKey,
  ifVersion: IfVersion,
  data: Prisma.TaskUncheckedUpdateManyInput,
): Promise<Task> {
  const [row] = await db.task.updateManyAndReturn({ where: at(key, ifVersion), data, select: taskColumns })
  if (!row) throw await missed(db, key)
  return toTask(row)
}

/** Puts a done task back to `todo`; any other is answered as it is. */
export async function reopenTask(db: Db, key: TaskKey, ifVersion: IfVersion): Promise<Task> {
  const [row] = await db.task.updateManyAndReturn({
    where: { ...at(key, ifVersion), status: 'done' },
    data: { status: 'todo' },
    select: taskColumns,
  })
  // Writing nothing answers the task, or why it cannot be written.
  return row ? toTask(row) : writeTask(db, key, ifVersion, {})
}

export async function deleteTask(db: Db, key: TaskKey, ifVersion: IfVersion): Promise<undefined> {
  const { count } = await db.task.deleteMany({ where: at(key, ifVersion) })
  if (count === 0) throw await missed(db, key)
}

function at({ userId, id }: TaskKey, ifVersion: IfVersion): Prisma.TaskWhereInput {
  if (ifVersion === undefined) return { userId, id }
  return { userId, id, version: typeof ifVersion === 'number' ? ifVersion : { in: ifVersion } }
}

/** Why a write found no row: the task is not there, or it has moved on. */
async function missed(db: Db, { userId, id }: TaskKey): Promise<TRPCError> {
  const there = await db.task.findUnique({ where: { userId_id: { userId, id } }, select: { version: true } })
  return there
    ? new TRPCError({
        code: 'PRECONDITION_FAILED',
        message: `The task has changed: its version is ${there.version} now`,
      })
    : notFound()
}

function notFound() {
  return new TRPCError({ code: 'NOT_FOUND', message: 'There is no such task' })
}
