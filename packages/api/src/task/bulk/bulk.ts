import type { Db } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import type { Context } from '../../core/context.ts'
import { batchRefused, invalidInput, reportError } from '../../core/errors.ts'
import { successorId } from '../../core/recurrence/successor-id.ts'
import type { Work } from '../../persistence/transaction.ts'
import { RowGuarded } from '../../resource/store.ts'
import { checkDueDate, mayNotFitDueDate } from '../due/due-date.ts'
import { lockTasks } from '../lock.ts'
import { checkOccurs, type RecurrenceContext, writeRecurring } from '../recurrence/write.ts'
import type { BulkOperation, BulkTasks } from '../schema.ts'
import { taskStore } from '../store.ts'

type BulkResult = BulkTasks['results'][number]

/**
 * Runs creates, updates and deletes in order, all or none. The error has an issue for each failed operation, assuming that
 * the operations before it that succeeded took effect.
 */
export async function runBulk(
  { transact, userId, hasLeft, clock }: Pick<Context, 'transact' | 'hasLeft' | 'clock'> & { userId: string },
  operations: BulkOperation[],
): Promise<BulkTasks> {
  const work: Work<BulkTasks> = async (tx, run) => {
    const found = await lockRows(tx, userId, operations)
    const results: BulkResult[] = []
    const refused: Parameters<typeof batchRefused>[0] = []
    const ctx = { run, now: clock(), timeZone: found.timeZone }
    for (const group of independent(operations)) {
      const settled = await Promise.allSettled(
        group.map((operation) => perform(ctx, userId, operation, found)),
      )
      for (const outcome of settled) {
        const index = results.length + refused.length
        if (outcome.status === 'fulfilled') {
          results.push(outcome.value)
          continue
        }
        const error: unknown = outcome.reason
        if (!(error instanceof TRPCError)) throw error
        refused.push({ path: ['operations', index, fieldOf(error)], error })
      }
    }
    if (refused.length > 0) throw batchRefused(refused)
    return { results }
  }
  return transact(userId, work, { hasLeft })
}

/**
 * Puts operations of one kind on different tasks, which follow each other, together: none has an effect that another could see, and
 * what they have to write shares statements.
 */
function independent(operations: readonly BulkOperation[]): BulkOperation[][] {
  const groups: BulkOperation[][] = []
  let touched = new Set<string>()
  for (const operation of operations) {
    const touches = tasksOf(operation)
    const group = groups.at(-1)
    const isOfKind = group?.[0]?.type === operation.type
    if (group && isOfKind && touches.every((id) => !touched.has(id))) group.push(operation)
    else {
      groups.push([operation])
      touched = new Set()
    }
    for (const id of touches) touched.add(id)
  }
  return groups
}

/** The ids of the tasks that an operation may write, as far as they are known. */
function tasksOf(operation: BulkOperation): string[] {
  const { id } = operation
  if (id === undefined) return []
  const isStatusSet = operation.type === 'update' && operation.status !== undefined
  return isStatusSet ? [id, successorId(id)] : [id]
}

async function perform(
  ctx: RecurrenceContext,
  userId: string,
  operation: BulkOperation,
  { taken, projects }: Found,
): Promise<BulkResult> {
  const { run } = ctx
  // The foreign key would refuse it too, and abort the transaction: later mistakes would not be found.
  const lacksProject =
    operation.type !== 'delete' && operation.projectId != null && !projects.has(operation.projectId)
  if (operation.type === 'create') {
    const { type, id = uuidv7(), ...fields } = operation
    // Checked here for the same reason.
    if (taken.has(id)) throw taskStore.idTaken()
    if (lacksProject) throw noSuchProject()
    checkDueDate(fields)
    if (fields.recurrence !== null) checkOccurs({ ...fields, recurrence: fields.recurrence }, ctx)
    taken.add(id)
    return { type, task: await taskStore.create(run, { userId, id }, fields) }
  }
  const { type, id, ifVersion, ...fields } = operation
  if (type === 'update') {
    const key = { userId, id }
    if (lacksProject) {
      // A task that is not there, or has another version, is the first mistake of all, as without a bulk.
      await taskStore.write(run, key, ifVersion, {})
      throw noSuchProject()
    }
    const write = mayNotFitDueDate(fields)
      ? writeRecurring(ctx, key, ifVersion, fields)
      : taskStore.write(run, key, ifVersion, fields).catch((error: unknown) => {
          if (error instanceof RowGuarded) return writeRecurring(ctx, key, ifVersion, fields)
          throw error
        })
    const task = await write
    if (task.successorId !== null) taken.add(task.successorId)
    return { type, task }
  }
  await taskStore.remove(run, { userId, id }, ifVersion)
  return { type, id }
}

const noSuchProject = () => invalidInput(['projectId'], 'there is no such project')

/** The field of an operation that an error is about. */
function fieldOf(error: TRPCError): string | number {
  const field = reportError(error).issues?.[0]?.path[0]
  return field ?? (error.code === 'PRECONDITION_FAILED' ? 'ifVersion' : 'id')
}

/** What the operations of a bulk refer to, as far as it is there. */
interface Found {
  /** Ids of tasks, also of deleted ones. */
  taken: Set<string>
  projects: Set<string>
  /** Of the owner. */
  timeZone: string
}

/**
 * Locks the tasks, in the order of their ids to avoid deadlocks, then the counter, which every create and delete locks, and
 * then the projects, so that none is deleted meanwhile.
 */
async function lockRows(tx: Db, userId: string, operations: BulkOperation[]): Promise<Found> {
  const ids = operations.flatMap(({ id }) => id ?? [])
  const timeZone = await lockTasks(tx, userId, operations.flatMap(tasksOf))
  const projects = await lockProjects(tx, userId, operations)
  return { taken: await takenOf(tx, userId, ids), projects, timeZone }
}

async function takenOf(tx: Db, userId: string, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM tasks WHERE user_id = ${userId}::uuid AND id = ANY(${ids}::uuid[])
    UNION ALL SELECT id FROM deleted_tasks WHERE user_id = ${userId}::uuid AND id = ANY(${ids}::uuid[])`
  return new Set(rows.map(({ id }) => id))
}

async function lockProjects(tx: Db, userId: string, operations: BulkOperation[]): Promise<Set<string>> {
  const ids = operations.flatMap((operation) =>
    operation.type === 'delete' ? [] : (operation.projectId ?? []),
  )
  if (ids.length === 0) return new Set()
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM projects WHERE user_id = ${userId}::uuid AND id = ANY(${ids}::uuid[]) FOR KEY SHARE`
  return new Set(rows.map(({ id }) => id))
}
