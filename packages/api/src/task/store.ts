import type { Run } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { isForeignKeyViolation, isUniqueViolation } from '../database-errors.ts'
import { accountGone } from '../errors.ts'
import { type StoredTask, type TaskRow, toTask } from './record.ts'
import type { Task } from './schema.ts'
import { COLUMN, type Field, SELECTION, Values } from './sql.ts'

/** One task, by the only key it has. */
export interface TaskKey {
  userId: string
  id: string
}

/** The version, or one of the versions, that a task must still have when it is written. */
export type IfVersion = number | number[] | undefined

type FindTask = (key: TaskKey) => Promise<TaskRow | undefined>

/** What a caller may set. */
export type TaskFields = Pick<StoredTask, 'title' | 'description' | 'status' | 'priority' | 'tags' | 'dueAt'>

const SELECT = `SELECT ${SELECTION} FROM tasks WHERE user_id = $1::uuid AND id = $2::uuid`

/** Throws where `find` finds nothing. */
export async function getTask(find: FindTask, key: TaskKey): Promise<Task> {
  const row = await find(key)
  if (!row) throw notFound()
  return toTask(row)
}

/** Reads a task in a statement of its own, which may be one of a transaction. */
export function findIn(run: Run): FindTask {
  return async ({ userId, id }) => {
    const [row] = await run<TaskRow>(SELECT, [userId, id])
    return row
  }
}

export async function createTask(run: Run, { userId, ...fields }: TaskKey & TaskFields): Promise<Task> {
  const values = new Values()
  const owner = values.as('uuid', userId)
  const { columns, places } = assignments(values, fields)
  try {
    const [row] = await run<TaskRow>(
      `INSERT INTO tasks (user_id, ${columns.join(', ')}) VALUES (${owner}, ${places.join(', ')}) RETURNING ${SELECTION}`,
      values.all,
    )
    return toTask(row as TaskRow)
  } catch (error) {
    if (isUniqueViolation(error)) throw idTaken()
    if (isForeignKeyViolation(error)) throw accountGone()
    throw error
  }
}

/**
 * Writes the given fields in one statement that compares the version too. The database itself counts the version up,
 * and only where something changes (trigger `tasks_keep`).
 */
export async function writeTask(
  run: Run,
  key: TaskKey,
  ifVersion: IfVersion,
  fields: Partial<TaskFields>,
): Promise<Task> {
  const values = new Values()
  const where = at(values, key, ifVersion)
  const { columns, places } = assignments(values, fields)
  const set = columns.map((column, i) => `${column} = ${places[i]}`).join(', ')
  const [row] = await run<TaskRow>(
    set
      ? `UPDATE tasks SET ${set} WHERE ${where} RETURNING ${SELECTION}`
      : `SELECT ${SELECTION} FROM tasks WHERE ${where}`,
    values.all,
  )
  if (!row) throw await missed(run, key)
  return toTask(row)
}

/** Puts a done task back to `todo`; any other is answered as it is. */
export async function reopenTask(run: Run, key: TaskKey, ifVersion: IfVersion): Promise<Task> {
  const values = new Values()
  const where = at(values, key, ifVersion)
  const [row] = await run<TaskRow>(
    `UPDATE tasks SET status = 'todo' WHERE ${where} AND status = 'done' RETURNING ${SELECTION}`,
    values.all,
  )
  // Writing nothing answers the task, or why it cannot be written.
  return row ? toTask(row) : writeTask(run, key, ifVersion, {})
}

export async function deleteTask(run: Run, key: TaskKey, ifVersion: IfVersion): Promise<undefined> {
  const values = new Values()
  const where = at(values, key, ifVersion)
  const [row] = await run(`DELETE FROM tasks WHERE ${where} RETURNING id`, values.all)
  if (!row) throw await missed(run, key)
}

function at(values: Values, { userId, id }: TaskKey, ifVersion: IfVersion): string {
  const key = `user_id = ${values.as('uuid', userId)} AND id = ${values.of('id', id)}`
  if (ifVersion === undefined) return key
  return `${key} AND version = ANY(${values.anyOf('version', [ifVersion].flat())})`
}

function assignments(values: Values, fields: Partial<Record<Field, unknown>>) {
  const given = Object.entries(fields) as [Field, unknown][]
  return {
    columns: given.map(([field]) => COLUMN[field]),
    places: given.map(([field, value]) => values.of(field, value)),
  }
}

/** Why a write found no row: the task is not there, or it has moved on. */
async function missed(run: Run, key: TaskKey): Promise<TRPCError> {
  const there = await findIn(run)(key)
  return there
    ? new TRPCError({
        code: 'PRECONDITION_FAILED',
        message: `The task has changed: its version is ${there.version} now`,
      })
    : notFound()
}

/** A task has the id, or had it and can still be restored. */
export function idTaken() {
  return new TRPCError({
    code: 'CONFLICT',
    message: 'You have a task with this id already, if only a deleted one',
  })
}

function notFound() {
  return new TRPCError({ code: 'NOT_FOUND', message: 'There is no such task' })
}
