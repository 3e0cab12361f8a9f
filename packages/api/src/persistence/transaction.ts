import { isDeadlock } from '@tandem/db/errors'
import type { Db, Run, Turns } from '@tandem/db/types'

/** Three deadlocks in a row are not a coincidence. */
const MAX_ATTEMPTS = 4

interface TransactOptions {
  /** Whether the caller has left: then it does not begin. One that has begun is completed. */
  hasLeft?: (() => boolean) | undefined
  isolationLevel?: 'RepeatableRead'
}

/**
 * Runs a transaction, and retries it after a deadlock, which rolled it back. So `work` must have no effects outside the
 * transaction. Transactions of one `queue` run one after another in this process, and hold no connection while they wait.
 * The queue of a user's rows is the user's id. @throws SERVICE_UNAVAILABLE when too many wait
 */
export type Transact = <T>(
  queue: string,
  work: (tx: Db) => Promise<T>,
  options?: TransactOptions,
) => Promise<T>

export function createTransact(db: Db, turns: Turns): Transact {
  return (queue, work, { hasLeft, ...options } = {}) =>
    turns.take(
      queue,
      async () => {
        for (let attempt = 1; ; attempt++) {
          try {
            return await db.$transaction(work, options)
          } catch (error) {
            if (attempt === MAX_ATTEMPTS || !isDeadlock(error)) throw error
          }
        }
      },
      hasLeft,
    )
}

/** Runs transactions as parts of one that has begun, each atomic by itself. They take no turn: theirs is that of the whole. */
export function transactIn(tx: Db): Transact {
  return (_queue, work) => tx.$transaction(work)
}

/** The queue of transactions on a user's account: signing in and out must not wait for changes of rows. */
export function accountOf(userId: string): string {
  return `account ${userId}`
}

/** Runs our own statements inside a Prisma transaction, each alone and in its scalar form. */
export function runIn(tx: Db): Run {
  return ({ text, onShard = text }, values) => tx.$queryRawUnsafe(onShard, ...values)
}
