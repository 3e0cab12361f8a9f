import { isDeadlock } from '@tandem/db/errors'
import type { Db, Run } from '@tandem/db/types'

/** Three deadlocks in a row are not a coincidence. */
const MAX_ATTEMPTS = 4

/**
 * Runs a transaction, and retries it after a deadlock, which rolled it back. So `work` must have no effects outside the
 * transaction.
 */
export async function transact<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.$transaction(work)
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isDeadlock(error)) throw error
    }
  }
}

/** Runs our own statements inside a Prisma transaction, each alone and in its scalar form. */
export function runIn(tx: Db): Run {
  return ({ text }, values) => tx.$queryRawUnsafe(text, ...values)
}
