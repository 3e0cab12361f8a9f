import type { Db } from '@tandem/db/types'
import { boss, over, wakeWorkers } from './queue.ts'

/** What a job does now. `dead`: it failed for the last time. Of pg-boss's states, `created` and `retry` both wait. */
export const JOB_STATES = ['dead', 'running', 'waiting', 'done'] as const
export type JobState = (typeof JOB_STATES)[number]

export interface JobListing {
  id: string
  name: string
  state: JobState
  /** The one that runs, or the last one; 0 before the first. */
  attempt: number
  createdAt: Date
  /** Of one that waits: when it may run. */
  startAfter: Date
  /** Why the last attempt failed. */
  error: string | null
}

interface ListOptions {
  state?: JobState
  limit?: number
}

/** The jobs in the queue, the dead first, then those that run, then those that wait by their time; without their payloads. */
export function listJobs(db: Db, { state, limit = 100 }: ListOptions = {}): Promise<JobListing[]> {
  return db.$queryRaw<JobListing[]>`
    WITH listed AS (
      SELECT id, name, retry_count, started_on, created_on, start_after, output,
        CASE state WHEN 'active' THEN 'running' WHEN 'completed' THEN 'done' WHEN 'failed' THEN 'dead' ELSE 'waiting' END AS state
      FROM pgboss.job WHERE state <> 'cancelled'
    )
    SELECT id, name, state, CASE WHEN started_on IS NULL THEN retry_count ELSE retry_count + 1 END AS attempt,
      created_on AS "createdAt", start_after AS "startAfter",
      CASE WHEN state <> 'done' THEN (output ->> 'name') || ': ' || (output ->> 'message') END AS error
    FROM listed WHERE ${state ?? null}::text IS NULL OR state = ${state ?? null}
    ORDER BY array_position(${JOB_STATES}::text[], state), start_after, id
    LIMIT ${limit}`
}

/** How many jobs there are of each name and state. */
export async function countJobs(db: Db): Promise<{ name: string; state: JobState; count: number }[]> {
  return db.$queryRaw`
    SELECT name, count(*)::int AS count,
      CASE state WHEN 'active' THEN 'running' WHEN 'completed' THEN 'done' WHEN 'failed' THEN 'dead' ELSE 'waiting' END AS state
    FROM pgboss.job WHERE state <> 'cancelled' GROUP BY 1, 3`
}

/** Puts a dead job back into the queue, with one more attempt. False if there is no such dead job. */
export async function retryDeadJob(db: Db, id: string): Promise<boolean> {
  const [dead] = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM pgboss.job WHERE id = ${id}::uuid AND state = 'failed'`
  if (!dead) return false
  await (await boss()).retry(dead.name, id, { db: over(db) })
  await wakeWorkers(db)
  return true
}
