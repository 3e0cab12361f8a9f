import type pg from 'pg'
import { hashUser } from './hash-user.ts'
import { isId } from './user-of.ts'

/** How long shards are known to be where they were. One that is moved meanwhile only counts for its earlier worker. */
const MAX_AGE_MS = 10_000

interface Shard {
  min: number
  worker: number
}

/** The worker that has the rows of a user. Undefined for what is no user. */
export type WorkerOf = (user: string | undefined) => string | undefined

/** Finds workers without asking the database for each user: a shard has a range of hashes. */
export function createWorkerOf(pool: pg.Pool): WorkerOf {
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

  return (user) => {
    refresh()
    if (!isId(user)) return undefined
    const hash = hashUser(user)
    const shard = shards.findLast(({ min }) => min <= hash)
    return shard && `worker ${shard.worker}`
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
