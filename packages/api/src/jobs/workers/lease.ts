import type { Db, Run } from '@tandem/db/types'
import type { Transact } from '../../persistence/transaction.ts'
import { type Job, PermanentFailure } from '../define-job.ts'
import { boss, over, readStored } from '../queue.ts'
import { JITTER } from '../timing.ts'

/** A job that this process holds, for as long as it renews its lease. */
export interface Lease {
  id: string
  name: string
  attempt: number
  payload: unknown
  /** Of what enqueued it, where that was traced. */
  traceparent?: string | undefined
}

/** What became of a run. `returned`: it goes on after a stop. `lost`: the lease had ended, and another process has the job. */
export type Outcome = 'done' | 'retry' | 'dead' | 'returned' | 'lost'

export interface Leases {
  /** Takes jobs that are due. `early` takes those too that are not. */
  take(name: string, count: number, options?: { early?: boolean }): Promise<Lease[]>
  /** Which of them this process still holds. */
  renew(held: readonly Lease[]): Promise<Set<string>>
  complete(lease: Lease): Promise<Outcome>
  fail(lease: Lease, job: Pick<Job, 'retryDelays'>, error: unknown): Promise<Outcome>
  /** Back into the queue, as if this attempt had not begun. */
  giveBack(lease: Lease): Promise<Outcome>
}

const RENEW = {
  name: 'jobs_renew',
  text: `UPDATE pgboss.job AS job SET started_on = now()
    FROM unnest($1::text[], $2::uuid[], $3::int[]) AS held (name, id, attempt)
    WHERE job.name = held.name AND job.id = held.id AND job.state = 'active' AND job.retry_count = held.attempt - 1
    RETURNING job.id`,
}

const GIVE_BACK = {
  name: 'jobs_give_back',
  // Without a start, pg-boss does not count the attempt.
  text: `UPDATE pgboss.job SET state = CASE WHEN retry_count = 0 THEN 'created' ELSE 'retry' END::pgboss.job_state,
      started_on = NULL, start_after = now()
    WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $3::int - 1`,
}

export function createLeases({ run, transact }: { run: Run; transact: Transact }): Leases {
  /** Runs `work` on the job's row if this process still holds it. */
  const holding = (lease: Lease, work: (tx: Db) => Promise<Outcome>): Promise<Outcome> =>
    transact(`job ${lease.id}`, async (tx) => {
      const held = await tx.$queryRaw<object[]>`
        SELECT id FROM pgboss.job
        WHERE name = ${lease.name} AND id = ${lease.id}::uuid AND state = 'active' AND retry_count = ${lease.attempt - 1}
        FOR UPDATE`
      return held.length === 0 ? 'lost' : work(tx)
    })

  return {
    take: async (name, count, { early = false } = {}) => {
      const { db, rethrow } = reporting(run)
      const jobs = await (await boss()).fetch<unknown>(name, {
        batchSize: count,
        includeMetadata: true,
        ignoreStartAfter: early,
        db,
      })
      rethrow()
      return jobs.map(({ id, data, retryCount }) => ({
        id,
        name,
        attempt: retryCount + 1,
        ...readStored(data),
      }))
    },
    renew: async (held) => {
      const rows = await run<{ id: string }>(RENEW, [
        held.map(({ name }) => name),
        held.map(({ id }) => id),
        held.map(({ attempt }) => attempt),
      ])
      return new Set(rows.map(({ id }) => id))
    },
    complete: (lease) =>
      holding(lease, async (tx) => {
        await (await boss()).complete(lease.name, lease.id, {}, { db: over(tx) })
        // A payload may hold addresses, and nobody needs it any more.
        await tx.$executeRaw`UPDATE pgboss.job SET data = NULL WHERE name = ${lease.name} AND id = ${lease.id}::uuid`
        return 'done'
      }),
    fail: (lease, job, error) =>
      holding(lease, (tx) => failIn(tx, lease, { error, delay: delayAfter(lease.attempt, job) })),
    giveBack: async ({ name, id, attempt }) => {
      await run(GIVE_BACK, [name, id, attempt])
      return 'returned'
    },
  }
}

interface Failure {
  error: unknown
  /** In seconds. */
  delay: number
}

/** Fails the attempt of a job that is held or whose lease has ended. */
export async function failIn(
  tx: Db,
  { name, id }: Pick<Lease, 'name' | 'id'>,
  { error, delay }: Failure,
): Promise<Outcome> {
  if (error instanceof PermanentFailure) {
    await tx.$executeRaw`
      UPDATE pgboss.job SET retry_limit = retry_count WHERE name = ${name} AND id = ${id}::uuid`
  }
  await (await boss()).fail(name, id, describeError(error), { db: over(tx) })
  const [row] = await tx.$queryRaw<{ isDead: boolean }[]>`
    UPDATE pgboss.job
    SET start_after = CASE state WHEN 'failed' THEN start_after ELSE now() + ${delay} * interval '1 second' END
    WHERE name = ${name} AND id = ${id}::uuid RETURNING state = 'failed' AS "isDead"`
  return row?.isDead ? 'dead' : 'retry'
}

/** With jitter, in seconds. */
export function delayAfter(attempt: number, job: Pick<Job, 'retryDelays'> | undefined): number {
  const delays = job?.retryDelays ?? []
  const delay = delays[Math.min(attempt, delays.length) - 1] ?? 0
  return delay * (1 + JITTER * Math.random())
}

const MAX_MESSAGE_LENGTH = 500

/** What is kept and logged of an error: no stack, and nothing that hangs on it. */
export function describeError(error: unknown): { name: string; message: string } {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { name, message: message.slice(0, MAX_MESSAGE_LENGTH) }
}

/** pg-boss takes every error of a fetch for a conflict, and says nothing. */
function reporting(run: Run) {
  let failure: { error: unknown } | undefined
  return {
    db: {
      executeSql: async (text: string, values: unknown[] = []) => {
        try {
          return { rows: await run<object>({ name: '', text }, values) }
        } catch (error) {
          failure = { error }
          throw error
        }
      },
    },
    rethrow: () => {
      if (failure) throw failure.error
    },
  }
}
