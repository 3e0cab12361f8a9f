import type { Connection } from './engine/connection.ts'
import { createSharedTurns, createTurns, type TurnCounts, type Turns, within } from './engine/turns.ts'
import { createWorkerTurns } from './shards/workers/worker-turns.ts'

/** The queues before the pool, by user. Work waits there before it takes a connection. */
export interface DatabaseTurns {
  /** For pages that an index answers, each of which is short: all but two of the connections may be one user's. */
  pages: Turns
  /** For calls whose statements run alone: a third of the connections at most are one user's. */
  calls: Turns
  /** For what may read all rows of a user, such as searches and statistics: one of a user's calls at a time. */
  scans: Turns
  /** For calls of nobody who has signed in, by their address: one of an address at a time, and `STRANGERS` of all. */
  strangers: Turns
  /** For transactions, which wait for each other at locks of their user anyway: one at a time. Writes of `writesOf` wait for their owner's. */
  transactions: Turns
}

/** One user's calls use at most a third of the connections, and the calls of all users two thirds, but always one. */
const PARTS_OF_POOL = 3

/** How long the calls of all users may wait for each other before more are refused. */
const MAX_DELAY_MS = 5_000

/** How many connections calls of nobody who has signed in use together, however many addresses they come from. */
const STRANGERS = 2

/** Connections that pages of one user leave to everyone else. */
const FREE_OF_PAGES = 2

interface Options {
  isSharded: boolean
  counts: TurnCounts
}

/** The queues of a database, and that of an owner's writes by themselves. */
export function createDatabaseTurns(
  connection: Connection,
  { isSharded, counts }: Options,
): { turns: DatabaseTurns; ofOwner: Turns } {
  const { max } = connection.pool.options
  const part = Math.max(1, Math.floor(max / PARTS_OF_POOL))
  // Whoever reads and writes by key finds a connection, however many users read slowly.
  const ofAll = { maxWaiting: 5_000, maxDelayMs: MAX_DELAY_MS, counts }
  // One user must not hold all that their worker has, nor one worker all that there is.
  const ofWorker = Math.max(1, Math.min(part + 1, max - 1))
  const workers = isSharded ? createWorkerTurns(connection, { concurrent: ofWorker, counts }) : undefined
  const callsOfAll = createSharedTurns({ concurrent: workers ? part + ofWorker : 2 * part, ...ofAll })
  const ofUser = createTurns({ concurrent: part, counts })
  const calls = within(ofUser, workers ? within(workers.calls, callsOfAll) : callsOfAll)
  const ofOwner = createTurns({ concurrent: 1, leavesRoom: max === 1, counts })
  const turns: DatabaseTurns = {
    pages: createTurns({ concurrent: Math.max(1, max - FREE_OF_PAGES), counts }),
    calls,
    scans: within(createTurns({ concurrent: 1, counts }), calls),
    strangers: within(
      createTurns({ concurrent: 1, counts }),
      createSharedTurns({ concurrent: Math.min(part, STRANGERS), ...ofAll }),
    ),
    transactions: workers ? within(ofOwner, workers.transactions) : ofOwner,
  }
  return { turns, ofOwner }
}
