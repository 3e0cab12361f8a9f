import type pg from 'pg'
import { createTurns, type TurnCounts, type Turns } from '../engine/turns.ts'
import { hashUser } from './hash-user.ts'

/** How long shards are known to be where they were. One that is moved meanwhile only counts for its earlier worker. */
const MAX_AGE_MS = 10_000

/** Once the first has waited so long for a worker, it hangs: more for it are refused at once. */
const MAX_DELAY_MS = 1_000

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/

interface Shard {
  min: number
  worker: number
}

/**
 * Turns of statements by the worker that has their user's shard. A worker that hangs holds as many connections as it has turns, and
 * the others go on. Keys that name no user have no worker, and need no turn.
 */
export function createWorkerTurns(
  pool: pg.Pool,
  { concurrent, counts }: { concurrent: number; counts: TurnCounts },
): Turns {
  const turns = createTurns({ concurrent, maxDelayMs: MAX_DELAY_MS, counts })
  let shards: Shard[] = []
  let readAt = Number.NEGATIVE_INFINITY

  /** In the background: until the first is read, nobody waits. */
  function refresh(): void {
    if (performance.now() - readAt < MAX_AGE_MS) return
    readAt = performance.now()
    readShards(pool).then(
      (found) => {
        shards = found
      },
      () => {},
    )
  }

  function workerOf(key: string): string | undefined {
    refresh()
    const user = UUID.exec(key)?.[0]
    if (user === undefined) return undefined
    const hash = hashUser(user)
    const shard = shards.findLast(({ min }) => min <= hash)
    return shard && `worker ${shard.worker}`
  }

  return {
    take: (key, work, hasLeft) => {
      const worker = workerOf(key)
      return worker === undefined ? work() : turns.take(worker, work, hasLeft)
    },
    isTaken: (key) => turns.isTaken(workerOf(key) ?? ''),
  }
}

async function readShards(pool: pg.Pool): Promise<Shard[]> {
  const { rows } = await pool.query<Shard>(
    `SELECT shardminvalue::int AS min, groupid AS worker
     FROM pg_catalog.pg_dist_shard JOIN pg_catalog.pg_dist_placement USING (shardid)
     WHERE logicalrelid = to_regclass('revisions') ORDER BY 1`,
  )
  return rows
}
