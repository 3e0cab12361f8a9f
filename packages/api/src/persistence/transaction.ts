import type { Db, Run } from '@tandem/db/types'
import { isDeadlock } from '../core/database-errors.ts'

/** More than two deadlocks in a row do not happen by chance. */
const MAX_ATTEMPTS = 4

/**
 * Runs a transaction, and runs it again where the database ended it to resolve a deadlock: nothing of it had happened then.
 * So `work` must have no effect outside of it.
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

/** Runs our own statements inside a transaction of Prisma's, each by itself. */
export function runIn(tx: Db): Run {
  return ({ text }, values) => tx.$queryRawUnsafe(text, ...values)
}
