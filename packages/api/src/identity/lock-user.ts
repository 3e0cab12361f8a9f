import type { Db } from '@tandem/db/types'
import { accountGone } from '../core/errors.ts'

/**
 * Locks a user's row until the transaction ends. What is counted of the user after that, such as API keys, still holds when
 * one more is inserted. @throws UNAUTHORIZED if the account was deleted
 */
export async function lockUser(tx: Db, userId: string): Promise<void> {
  const [row] = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS locked FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  if (!row) throw accountGone()
}
