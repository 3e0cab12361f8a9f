import type { Db, Run } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import { accountGone, batchRefused } from '../core/errors.ts'
import { omitUndefined } from '../core/input.ts'
import { runIn, transact } from '../persistence/transaction.ts'
import type { BulkOperation, BulkTasks } from './schema.ts'
import { taskStore } from './store.ts'

type BulkResult = BulkTasks['results'][number]

/**
 * Runs creates, updates and deletes in their order, all or none. Where some cannot be done, it says of each why not,
 * taking those that can be done as done.
 */
export async function runBulk(db: Db, userId: string, operations: BulkOperation[]): Promise<BulkTasks> {
  return transact(db, async (tx) => {
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
  })
}

async function perform(
  run: Run,
  userId: string,
  operation: BulkOperation,
  taken: Set<string>,
): Promise<BulkResult> {
  if (operation.type === 'create') {
    const { type, id = uuidv7(), ...fields } = operation
    // Not left to the database: a violation would end the transaction, and with it the search for more mistakes.
    if (taken.has(id)) throw taskStore.idTaken()
    taken.add(id)
    return { type, task: await taskStore.create(run, { userId, id }, fields) }
  }
  const { type, id, ifVersion, ...fields } = operation
  if (type === 'update')
    return { type, task: await taskStore.write(run, { userId, id }, ifVersion, omitUndefined(fields)) }
  await taskStore.remove(run, { userId, id }, ifVersion)
  return { type, id }
}

/**
 * Locks the tasks concerned, in one order whatever the operations' own, and then the counter, without which nobody
 * creates or deletes any. Answers which of the ids are taken, if only by a deleted task.
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
