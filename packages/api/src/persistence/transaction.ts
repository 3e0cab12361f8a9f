import type { Db } from '@tandem/db/types'
import { isDeadlock } from './database-errors.ts'

/** More than two in a row do not happen by chance. */
const MOST_ATTEMPTS = 4

/**
 * Runs a transaction, and once more where the database has broken it off to end a deadlock: nothing of it had happened
 * then. So `work` must do nothing outside of it.
 */
export async function transact<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.$transaction(work)
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !isDeadlock(error)) throw error
    }
  }
}
