import { isDeadlock } from '@tandem/db/errors'
import type { Database, Db, Run, RunIn } from '@tandem/db/types'

/** Three deadlocks in a row are not a coincidence. */
const MAX_ATTEMPTS = 4

interface TransactOptions {
  /** Whether the caller has left: then it does not begin. One that has begun is completed. */
  hasLeft?: (() => boolean) | undefined
  isolationLevel?: 'RepeatableRead'
}

/** What a transaction does. Its statements go through `tx` and `run`, and the transactions that are parts of it through `transact`. */
export type Work<T> = (tx: Db, run: Run, transact: Transact) => Promise<T>

/**
 * Runs a transaction, and retries it after a deadlock, which rolled it back. So `work` must have no effects outside the
 * transaction. Transactions of one `queue` run one after another in this process, and hold no connection while they wait.
 * The queue of a user's rows is the user's id. @throws SERVICE_UNAVAILABLE when too many wait
 */
export type Transact = <T>(queue: string, work: Work<T>, options?: TransactOptions) => Promise<T>

export function createTransact({
  client,
  turns: { transactions },
  runIn,
}: Pick<Database, 'client' | 'turns' | 'runIn'>): Transact {
  return (queue, work, { hasLeft, ...options } = {}) =>
    transactions.take(
      queue,
      async () => {
        for (let attempt = 1; ; attempt++) {
          try {
            return await client.$transaction(inside(runIn, work), options)
          } catch (error) {
            if (attempt === MAX_ATTEMPTS || !isDeadlock(error)) throw error
          }
        }
      },
      hasLeft,
    )
}

/** The transactions in one that has begun are parts of it, each atomic by itself. They take no turn: theirs is that of the whole. */
function inside<T>(runIn: RunIn, work: Work<T>): (tx: Db) => Promise<T> {
  return (tx) => work(tx, runIn(tx), (_queue, part) => tx.$transaction(inside(runIn, part)))
}

/** The queue of transactions on a user's account: signing in and out must not wait for changes of rows. */
export function accountOf(userId: string): string {
  return `account ${userId}`
}
