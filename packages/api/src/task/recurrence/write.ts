import type { Run } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { invalidInput } from '../../core/errors.ts'
import { omitUndefined } from '../../core/input.ts'
import { nextOccurrence, occurs, type Recurring } from '../../core/recurrence/next.ts'
import { successorId } from '../../core/recurrence/successor-id.ts'
import { type Changes, createStore, type IfVersion, type Key } from '../../resource/store.ts'
import type { FieldsOf } from '../../resource/table.ts'
import { checkDueDate, wholeDueDate } from '../due/due-date.ts'
import type { Task } from '../schema.ts'
import { taskStore } from '../store.ts'
import { reviveTask } from '../sync/trash.ts'
import { recurringTable, taskTable } from '../table.ts'
import { restoredAnchor } from './restored-anchor.ts'

const store = createStore(recurringTable)
type TaskFields = FieldsOf<typeof taskTable>

export interface RecurrenceContext {
  /** Runs in a transaction that has locked the task, its successor and the counter. */
  run: Run
  now: Date
  /** Of the owner. */
  timeZone: string
}

/** What is hidden of a task that recurs. */
const STATE = {
  name: 'tasks.recurrence',
  text: `SELECT recurrence_anchor AS "recurrenceAnchor", successor_version AS "successorVersion"
  FROM tasks WHERE user_id = $1::uuid AND id = $2::uuid`,
}
interface State {
  recurrenceAnchor: string | null
  successorVersion: number | null
}

/**
 * Changes a task, and what follows from it where it recurs: completing it makes its successor, and reopening takes one back that
 * nobody has changed. @throws NOT_FOUND, PRECONDITION_FAILED, UNPROCESSABLE_CONTENT
 */
export async function writeRecurring(
  ctx: RecurrenceContext,
  key: Key,
  ifVersion: IfVersion,
  change: Changes<TaskFields>,
): Promise<Task> {
  const { run } = ctx
  // Writing nothing answers the task, or why it cannot be written.
  const current = await taskStore.write(run, key, ifVersion, {})
  const given = omitUndefined(wholeDueDate(change))
  const task = { ...current, ...given }
  checkDueDate(task)
  if (given.recurrence != null) checkOccurs({ ...task, recurrence: given.recurrence }, ctx)
  const [wasDone, isDone] = [current.status === 'done', task.status === 'done']
  const write = (more: Changes<FieldsOf<typeof recurringTable>>) =>
    store.write(run, key, undefined, { ...given, ...more })
  if (wasDone === isDone) {
    const hasNewRule = given.recurrence != null && given.recurrence !== current.recurrence
    if (!hasNewRule) return write({})
    return write({ recurrenceAnchor: await restoredAnchor(run, key, { task, timeZone: ctx.timeZone }) })
  }
  const [state] = await run<State>(STATE, [key.userId, key.id])
  if (isDone)
    return write(await makeSuccessor(ctx, key, { ...task, recurrenceAnchor: anchorOf(current, task, state) }))
  const written = await write({ successorId: null, successorVersion: null })
  if (current.successorId !== null && state?.successorVersion != null) {
    await takeBack(run, { userId: key.userId, id: current.successorId }, state.successorVersion)
  }
  return written
}

/** @throws UNPROCESSABLE_CONTENT for a rule that never occurs */
export function checkOccurs(
  task: Omit<Recurring, 'recurrenceAnchor'>,
  { timeZone }: Pick<RecurrenceContext, 'timeZone'>,
): void {
  if (!occurs({ ...task, recurrenceAnchor: null }, timeZone))
    throw invalidInput(['recurrence'], 'never occurs')
}

/** Another due date or rule begins anew, as the trigger `tasks_keep` has it. */
function anchorOf(
  before: Task,
  after: Omit<Recurring, 'recurrence' | 'recurrenceAnchor'> & { recurrence: string | null },
  state: State | undefined,
) {
  const isSame =
    before.dueOn === after.dueOn &&
    before.recurrence === after.recurrence &&
    (before.dueOn !== null || timeOf(before.dueAt) === timeOf(after.dueAt))
  return isSame ? (state?.recurrenceAnchor ?? null) : null
}

const timeOf = (instant: Date | string | null) => new Date(instant ?? Number.NaN).getTime()

type Completed = TaskFields & Pick<Recurring, 'recurrenceAnchor'>

/** Makes the task that follows a completed one, with all that is set of it. Answers what the completed one keeps of it. */
async function makeSuccessor({ run, now, timeZone }: RecurrenceContext, key: Key, task: Completed) {
  const { recurrence } = task
  const next = recurrence === null ? undefined : nextOccurrence({ ...task, recurrence }, { now, timeZone })
  if (!next) return { successorId: null, successorVersion: null }
  const set = Object.fromEntries(taskTable.settable.map((field) => [field, task[field]])) as TaskFields
  const fields = { ...set, ...next, status: 'todo' as const, successorId: null, successorVersion: null }
  const successor = { userId: key.userId, id: successorId(key.id) }
  // One that was there already is nobody's to take back.
  if (await taskStore.find(run, successor)) return { successorId: successor.id, successorVersion: null }
  const made = (await reviveTask(run, successor))
    ? await store.write(run, successor, undefined, fields)
    : await store.create(run, successor, fields)
  return { successorId: made.id, successorVersion: made.version }
}

/** The changes of a task that nobody made: a time zone or a deleted project did. */
const SIDE_CHANGES = {
  name: 'tasks.side_changes',
  text: `SELECT side_changes AS "count" FROM tasks WHERE user_id = $1::uuid AND id = $2::uuid`,
}

/** Deletes a successor that nobody has changed since it was made in this version. */
async function takeBack(run: Run, key: Key, version: number): Promise<void> {
  const [sideChanges] = await run<{ count: number }>(SIDE_CHANGES, [key.userId, key.id])
  await taskStore.remove(run, key, version + (sideChanges?.count ?? 0)).catch((error: unknown) => {
    // It was changed, or deleted.
    if (!(error instanceof TRPCError)) throw error
  })
}
