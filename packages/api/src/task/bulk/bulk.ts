import type { Db, Run } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import { accountGone, batchRefused } from '../../core/errors.ts'
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
    const taken = await lockTasks(tx, userId, operations)
    const run = runIn(tx)
    const results: BulkResult[] = []
    const refused: Parameters<typeof batchRefused>[0] = []
    for (const [index, operation] of operations.entries()) {
      try {
        results.push(await perform(run, userId, operation, taken))
      } catch (error) {
        if (!(error instanceof TRPCError)) throw error
        const field = error.code === 'PRECONDITION_FAILED' ? 'ifVersion' : 'id'
        refused.push({ path: ['operations', index, field], error })
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
  taken: Set<string>,
): Promise<BulkResult> {
  if (operation.type === 'create') {
    const { type, id = uuidv7(), ...fields } = operation
    // Checked here because a unique violation would abort the transaction, and later mistakes would not be found.
    if (taken.has(id)) throw taskStore.idTaken()
    taken.add(id)
    return { type, task: await taskStore.create(run, { userId, id }, fields) }
  }
  const { type, id, ifVersion, ...fields } = operation
  if (type === 'update') return { type, task: await taskStore.write(run, { userId, id }, ifVersion, fields) }
  await taskStore.remove(run, { userId, id }, ifVersion)
  return { type, id }
}

/**
 * Locks the tasks, in the order of their ids to avoid deadlocks, and then the counter, which every create and delete locks.
 * Returns the ids that are taken, also those of deleted tasks.
 */
async function lockTasks(tx: Db, userId: string, operations: BulkOperation[]): Promise<Set<string>> {
  const ids = operations.flatMap(({ id }) => id ?? [])
  await tx.$executeRaw`
    SELECT FROM tasks WHERE user_id = ${userId}::uuid AND id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
  const [counter] = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS locked FROM revisions WHERE user_id = ${userId}::uuid FOR NO KEY UPDATE`
  if (!counter) throw accountGone()
  const where = { where: { userId, id: { in: ids } }, select: { id: true } }
  const found = [...(await tx.task.findMany(where)), ...(await tx.deletedTask.findMany(where))]
  return new Set(found.map(({ id }) => id))
}
