import type pg from 'pg'
import type { Connection } from '../../engine/connection.ts'
import { createTurns, type TurnCounts, TurnRefused, type Turns } from '../../engine/turns.ts'
import { failureKind } from '../../errors.ts'
import { connectionLost } from '../sessions/connection-lost.ts'
import { hasTimedOut } from '../sessions/stuck-sessions.ts'
import { createHangWatch } from './hang-watch.ts'
import { createSettling } from './settle-commits.ts'
import { userOfQueue, userOfStatement } from './user-of.ts'
import { createWorkerOf } from './worker-of.ts'

/** How long a worker may take for its sign of life. */
const PROBE_MS = 2_000

interface Options {
  /** How much of one worker runs at the same time. */
  concurrent: number
  counts: TurnCounts
}

export interface WorkerTurns {
  /** Of transactions, by their queue. A worker's hold as many connections as it has turns, together with its statements. */
  transactions: Turns
  /** Of calls, by their user: what those of one worker wait for holds up no others. They hold no connection. */
  calls: Turns
}

/**
 * Keeps the workers of a sharded database apart: of the pool's connections each has a few, whoever asks. Every query of the pool takes
 * a turn of the worker that has its user's rows. One that hangs is noticed, and what is for it refused.
 */
export function createWorkerTurns(connection: Connection, { concurrent, counts }: Options): WorkerTurns {
  const { pool } = connection
  const workerOf = createWorkerOf(pool)
  const turns = createTurns({ concurrent, counts })
  const watch = createHangWatch(
    (user) =>
      askFor(connection, user).then(
        () => true,
        (error) => !hasTimedOut(error),
      ),
    () => pool.ending,
  )
  const settleAfterLoss = createSettling(connection, (user) =>
    askFor(connection, user).then(
      () => true,
      () => false,
    ),
  )

  const take = <T>(user: string | undefined, work: () => Promise<T>, hasLeft?: () => boolean): Promise<T> => {
    const worker = workerOf(user)
    if (worker === undefined || user === undefined) return work()
    const answer = watch.unlessHanging(worker, user, ({ isOver, running }) =>
      turns.take(
        worker,
        () => running(work),
        () => isOver() || (hasLeft?.() ?? false),
      ),
    )
    return answer.catch((error) => {
      if (failureKind(error) === 'unavailable' && !hasTimedOut(error)) settleAfterLoss(worker, user)
      throw error
    })
  }

  const query = pool.query.bind(pool) as (query: pg.QueryConfig) => Promise<pg.QueryResult>
  Object.assign(pool, {
    query: (text: string | pg.QueryConfig, values?: unknown[]) => {
      const config = typeof text === 'string' ? { text, ...(values && { values }) } : text
      return take(userOfStatement(config.text, config.values), () => query(config)).catch(asOfDatabase)
    },
  })

  const isTaken = (user: string | undefined) => turns.isTaken(workerOf(user) ?? '')
  const calls = createTurns({ concurrent, counts })
  return {
    transactions: {
      take: (queue, work, hasLeft) => take(userOfQueue(queue), work, hasLeft),
      isTaken: (queue) => isTaken(userOfQueue(queue)),
    },
    calls: {
      take: (user, work, hasLeft) => {
        const worker = workerOf(user)
        return worker === undefined ? work() : calls.take(worker, work, hasLeft)
      },
      isTaken: (user) => calls.isTaken(workerOf(user) ?? ''),
    },
  }
}

/** Prisma passes on what the database says, and no error of ours. */
function asOfDatabase(error: unknown): never {
  throw error instanceof TurnRefused ? connectionLost(`the worker is not free: ${error.code}`) : error
}

/** Asks the worker of a user for a row. In a new session: one that a worker has left hanging is stuck. */
function askFor({ unhurried }: Connection, user: string): Promise<void> {
  return unhurried(async (session) => {
    await session.query(`SET statement_timeout = ${PROBE_MS}`)
    await session.query({
      text: 'SELECT FROM revisions WHERE user_id = $1::uuid',
      values: [user],
      query_timeout: 2 * PROBE_MS,
    } as pg.QueryConfig)
  })
}
