import type { Db } from '@tandem/db/types'
import { accountGone } from '../core/errors.ts'

/**
 * Locks tasks in the order of their ids, and then the counter, as every writer does: so nobody else can write a task of the user until
 * the transaction ends. Answers the owner's time zone. @throws UNAUTHORIZED where the account does not exist
 */
export async function lockTasks(tx: Db, userId: string, ids: readonly string[]): Promise<string> {
  if (ids.length > 0) {
    await tx.$executeRaw`
      SELECT FROM tasks WHERE user_id = ${userId}::uuid AND id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
  }
  const [counter] = await tx.$queryRaw<{ timeZone: string }[]>`
    SELECT time_zone AS "timeZone" FROM revisions WHERE user_id = ${userId}::uuid FOR NO KEY UPDATE`
  if (!counter) throw accountGone()
  return counter.timeZone
}
