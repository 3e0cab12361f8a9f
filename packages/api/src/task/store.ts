import type { Run } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { accountGone } from '../core/errors.ts'
import { isForeignKeyViolation, isUniqueViolation } from '../persistence/database-errors.ts'
import { type StoredTask, type TaskRow, toTask } from './record.ts'
import type { Task } from './schema.ts'
import { COLUMN, givenRows, inList, PLACED, SELECTION, TYPE, Values } from './sql.ts'

/** One task, by the only key it has. */
export interface TaskKey {
  userId: string
  id: string
}

/** The version, or one of the versions, that a task must still have when it is written. */
export type IfVersion = number | number[] | undefined

type FindTask = (key: TaskKey) => Promise<TaskRow | undefined>

const SETTABLE = ['title', 'description', 'status', 'priority', 'tags', 'dueAt'] as const
type Settable = (typeof SETTABLE)[number]

/** What a caller may set. */
export type TaskFields = Pick<StoredTask, Settable>

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

const CREATE = (() => {
  const { rows, values } = givenRows(['uuid', 'uuid', ...SETTABLE.map((field) => TYPE[field])])
  const columns = SETTABLE.map((field) => COLUMN[field])
  // An INSERT cannot answer the place of what it was given. No other row that it is given has this id.
  return `
    INSERT INTO tasks (user_id, id, ${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${rows}
    RETURNING array_position($2::uuid[], id) AS place, ${SELECTION}`
})()

export async function createTask(run: Run, { userId, id, ...fields }: TaskKey & TaskFields): Promise<Task> {
  const values = [userId, id, ...SETTABLE.map((field) => fields[field])]
  try {
    const [row] = await run<TaskRow>(CREATE, values.map(inList), id)
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
  { userId, id }: TaskKey,
  ifVersion: IfVersion,
  fields: Partial<TaskFields>,
): Promise<Task> {
  const given = SETTABLE.filter((field) => fields[field] !== undefined)
  const values: unknown[] = [userId, id, ...given.map((field) => fields[field])]
  if (ifVersion !== undefined) values.push([ifVersion].flat())
  // An id may be written in capitals too: it is the same row, which one statement writes once.
  const [row] = await run<TaskRow>(
    writing(given, ifVersion !== undefined),
    values.map(inList),
    id.toLowerCase(),
  )
  if (!row) throw await missed(run, { userId, id })
  return toTask(row)
}

const WRITE = new Map<string, string>()

/** The statement that writes some fields. Each is made once: there are no more than 128. */
function writing(fields: readonly Settable[], hasVersion: boolean): string {
  const name = `${fields}${hasVersion}`
  const known = WRITE.get(name)
  if (known !== undefined) return known
  const types = ['uuid', 'uuid', ...fields.map((field) => TYPE[field]), ...(hasVersion ? ['int[]'] : [])]
  const { rows, values } = givenRows(types)
  const [owner, id, ...others] = values
  const set = fields.map((field, i) => `${COLUMN[field]} = ${others[i]}`).join(', ')
  const ifVersion = hasVersion ? `AND version = ANY(${others.at(-1)})` : ''
  const where = `WHERE user_id = ${owner} AND id = ${id} AND ${PLACED} ${ifVersion}`
  const selection = `place::int AS place, ${SELECTION}`
  const text = set
    ? `UPDATE tasks SET ${set} FROM ${rows} ${where} RETURNING ${selection}`
    : `SELECT ${selection} FROM tasks, ${rows} ${where}`
  WRITE.set(name, text)
  return text
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
