import type { Context } from '../core/context.ts'
import { successorId } from '../core/recurrence/successor-id.ts'
import { type Changes, type IfVersion, type Key, RowGuarded } from '../resource/store.ts'
import type { FieldsOf } from '../resource/table.ts'
import { checkDueDate } from './due/due-date.ts'
import { timeZoneOf } from './due/time-zone.ts'
import { lockTasks } from './lock.ts'
import { checkOccurs, writeRecurring } from './recurrence/write.ts'
import type { Task } from './schema.ts'
import { reopenTask, taskCalls } from './store.ts'
import type { taskTable } from './table.ts'

/** What writing a task needs of a procedure's context. */
type WriteContext = Pick<Context, 'run' | 'transact' | 'clock' | 'hasLeft'> & { user: { id: string } }
/** What creating one needs. */
export type CreateContext = Pick<WriteContext, 'run' | 'user'>
type TaskFields = FieldsOf<typeof taskTable>
type Write<Fields> = Fields & { id: string; ifVersion?: IfVersion }

/** Creates a task. @throws CONFLICT, UNPROCESSABLE_CONTENT, UNAUTHORIZED */
export function createTask(
  ctx: CreateContext,
  input: TaskFields & { id?: string | undefined },
): Promise<Task> {
  const { recurrence } = input
  return recurrence === null ? taskCalls.create(ctx, input) : createRecurring(ctx, { ...input, recurrence })
}

async function createRecurring(
  ctx: CreateContext,
  input: TaskFields & { id?: string | undefined; recurrence: string },
): Promise<Task> {
  checkDueDate(input)
  const timeZone = await timeZoneOf(ctx.run, ctx.user.id)
  if (timeZone !== undefined) checkOccurs(input, { timeZone })
  return taskCalls.create(ctx, input)
}

/** Changes a task, or replaces it. @throws NOT_FOUND, PRECONDITION_FAILED, UNPROCESSABLE_CONTENT */
export function updateTask(ctx: WriteContext, input: Write<Changes<TaskFields>>): Promise<Task> {
  const inSeries = () => writeAlone(ctx, input)
  // Whether a rule occurs depends on what the task has.
  if (input.recurrence != null) return inSeries()
  const written = taskCalls.update(ctx, input)
  return input.status === undefined ? written : written.catch(unlessGuarded(inSeries))
}

/** Puts a done task back to `todo`; any other is answered as it is. @throws NOT_FOUND, PRECONDITION_FAILED */
export function reopen(
  ctx: WriteContext,
  { id, ifVersion }: { id: string; ifVersion?: IfVersion },
): Promise<Task> {
  const key = { userId: ctx.user.id, id }
  const inSeries = () => writeAlone(ctx, { id, ifVersion, status: 'todo' })
  return reopenTask(ctx.run, key, ifVersion).catch(unlessGuarded(inSeries))
}

const unlessGuarded = (otherwise: () => Promise<Task>) => (error: unknown) => {
  if (error instanceof RowGuarded) return otherwise()
  throw error
}

function writeAlone(
  { transact, clock, user, hasLeft }: WriteContext,
  { id, ifVersion, ...change }: Write<Changes<TaskFields>>,
): Promise<Task> {
  const key: Key = { userId: user.id, id }
  return transact(
    user.id,
    async (tx, run) => {
      const timeZone = await lockTasks(tx, user.id, [id, successorId(id)])
      return writeRecurring({ run, now: clock(), timeZone }, key, ifVersion, change)
    },
    { hasLeft },
  )
}
