import type { Db, Run } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import { accountGone, batchRefused, invalidInput } from '../../core/errors.ts'
import { runIn, type Transact } from '../../persistence/transaction.ts'
import type { BulkOperation, BulkTasks } from '../schema.ts'
import { taskStore } from '../store.ts'

type BulkResult = BulkTasks['results'][number]

/**
 * Runs creates, updates and deletes in order, all or none. The error has an issue for each failed operation, assuming that
 * the operations before it that succeeded took effect.
 */
export async function runBulk(
  { transact, userId, signal }: { transact: Transact; userId: string; signal: AbortSignal | undefined },
  operations: BulkOperation[],
): Promise<BulkTasks> {
  const work = async (tx: Db) => {
    const found = await lockRows(tx, userId, operations)
    const run = runIn(tx)
    const results: BulkResult[] = []
    const refused: Parameters<typeof batchRefused>[0] = []
    for (const [index, operation] of operations.entries()) {
      try {
        results.push(await perform(run, userId, operation, found))
      } catch (error) {
        if (!(error instanceof TRPCError)) throw error
        refused.push({ path: ['operations', index, fieldOf(error)], error })
      }
    }
    if (refused.length > 0) throw batchRefused(refused)
    return { results }
  }
  return transact(userId, work, { signal })
}

async function perform(
  run: Run,
  userId: string,
  operation: BulkOperation,
  { taken, projects }: Found,
): Promise<BulkResult> {
  // The foreign key would refuse it too, and abort the transaction: later mistakes would not be found.
  const lacksProject =
    operation.type !== 'delete' && operation.projectId != null && !projects.has(operation.projectId)
  if (operation.type === 'create') {
    const { type, id = uuidv7(), ...fields } = operation
    // Checked here for the same reason.
    if (taken.has(id)) throw taskStore.idTaken()
    if (lacksProject) throw noSuchProject()
    taken.add(id)
    return { type, task: await taskStore.create(run, { userId, id }, fields) }
  }
  const { type, id, ifVersion, ...fields } = operation
  if (type === 'update') {
    // A task that is not there, or has another version, is the first mistake of the two, as without a bulk.
    const task = await taskStore.write(run, { userId, id }, ifVersion, lacksProject ? {} : fields)
    if (lacksProject) throw noSuchProject()
    return { type, task }
  }
  await taskStore.remove(run, { userId, id }, ifVersion)
  return { type, id }
}

const noSuchProject = () => invalidInput(['projectId'], 'there is no such project')

/** The field of an operation that an error is about. */
function fieldOf({ code }: TRPCError): string {
  if (code === 'UNPROCESSABLE_CONTENT') return 'projectId'
  return code === 'PRECONDITION_FAILED' ? 'ifVersion' : 'id'
}

/** What the operations of a bulk refer to, as far as it is there. */
interface Found {
  /** Ids of tasks, also of deleted ones. */
  taken: Set<string>
  projects: Set<string>
}

/**
 * Locks the tasks, in the order of their ids to avoid deadlocks, then the counter, which every create and delete locks, and
 * then the projects, so that none is deleted meanwhile.
 */
async function lockRows(tx: Db, userId: string, operations: BulkOperation[]): Promise<Found> {
  const ids = operations.flatMap(({ id }) => id ?? [])
  await tx.$executeRaw`
    SELECT FROM tasks WHERE user_id = ${userId}::uuid AND id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
  const [counter] = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS locked FROM revisions WHERE user_id = ${userId}::uuid FOR NO KEY UPDATE`
  if (!counter) throw accountGone()
  const projects = await lockProjects(tx, userId, operations)
  const where = { where: { userId, id: { in: ids } }, select: { id: true } }
  const found = [...(await tx.task.findMany(where)), ...(await tx.deletedTask.findMany(where))]
  return { taken: new Set(found.map(({ id }) => id)), projects }
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
