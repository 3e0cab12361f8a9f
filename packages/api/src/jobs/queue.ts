import type { Db } from '@tandem/db/types'
import type PgBoss from 'pg-boss'
import type { z } from 'zod'
import type { CallObserver } from '../core/observer.ts'
import { LEASE_S, MAX_PENDING_DAYS } from './timing.ts'

/** Wakes the workers of every process. Without content, as all notifications of Tandem. */
export const WAKE_CHANNEL = 'tandem_jobs'

/** What has to be known of a job to enqueue it. */
export interface JobType<Payload extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly payload: Payload
  /** Seconds before each further attempt. After the last the job is dead. */
  readonly retryDelays: readonly number[]
}

export interface EnqueueOptions {
  /** Not before this time. Default: at once. */
  startAfter?: Date | undefined
  /** One job of a key waits at most: the new one replaces it. One that runs already is not replaced. */
  key?: string | undefined
  /** What the job is about, where jobs of one thing are counted. In place of `key`; none is replaced. */
  about?: string | undefined
}

/** Enqueues jobs in the transaction that causes them, so that they run if it is committed, and else never were. */
export interface Jobs {
  /** Returns the id of the job. @throws ZodError for a payload that its schema refuses */
  enqueue<Payload extends z.ZodType>(
    tx: Db,
    job: JobType<Payload>,
    payload: z.input<Payload>,
    options?: EnqueueOptions,
  ): Promise<string>
  /** Removes the job that waits under a key, if there is one. One that runs already goes on. */
  cancel(tx: Db, job: JobType, key: string): Promise<void>
}

let opened: Promise<PgBoss> | undefined

/** pg-boss over the connection or transaction that each call names. Loaded when it is first needed: a start does not wait for it. */
export function boss(): Promise<PgBoss> {
  opened ??= import('pg-boss').then(({ default: PgBoss }) => new PgBoss({ db: { executeSql: refuse } }))
  return opened
}

async function refuse(): Promise<never> {
  throw new Error('name a connection: pg-boss has none of its own here')
}

/** Lets pg-boss speak through Prisma, whose values have no types: what is no scalar goes as JSON. */
export function over(tx: Db): PgBoss.Db {
  return {
    executeSql: async (text, values = []) => {
      const sent = values.map((value) =>
        typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : value,
      )
      return { rows: await tx.$queryRawUnsafe<object[]>(text, ...sent) }
    },
  }
}

/** Stored beside the fields of a payload: what enqueued the job, where that was traced. */
const TRACEPARENT = '$traceparent'

/** The payload and the `traceparent` of what is stored of a job. */
export function readStored(data: unknown): { payload: unknown; traceparent: string | undefined } {
  if (typeof data !== 'object' || data === null || !(TRACEPARENT in data))
    return { payload: data, traceparent: undefined }
  const { [TRACEPARENT]: traceparent, ...payload } = data
  return { payload, traceparent: String(traceparent) }
}

/** Enqueues jobs. They name what the observer traces at that moment, so that their runs can be linked to it. */
export function createJobs(observer: Pick<CallObserver, 'traceparent'> = {}): Jobs {
  return {
    enqueue: async (tx, job, payload, { startAfter, key, about } = {}) => {
      // Checked as it will be read: a date would be stored as text.
      const stored = JSON.parse(JSON.stringify(payload))
      job.payload.parse(stored)
      if (key !== undefined) {
        // Two transactions that replace the same job would each miss the other's.
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${job.name} ${key}`}, 0))`
        await removeWaiting(tx, job.name, key)
      }
      const traceparent = observer.traceparent?.()
      if (traceparent !== undefined) stored[TRACEPARENT] = traceparent
      const id = await send(tx, job, stored, { startAfter, key: key ?? about })
      // Only for what is due: a NOTIFY makes commits wait for each other (decision 11).
      if (startAfter === undefined) await wakeWorkers(tx)
      return id
    },
    cancel: (tx, job, key) => removeWaiting(tx, job.name, key),
  }
}

/** At the commit. */
export async function wakeWorkers(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${WAKE_CHANNEL}, '')`
}

async function removeWaiting(tx: Db, name: string, key: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM pgboss.job WHERE name = ${name} AND singleton_key = ${key} AND state < 'active'`
}

async function send(
  tx: Db,
  job: JobType,
  payload: object,
  { startAfter, key }: EnqueueOptions,
): Promise<string> {
  const options = {
    ...sendOptions(tx, job),
    ...(startAfter && { startAfter }),
    ...(key !== undefined && { singletonKey: key }),
  }
  const queue = await boss()
  const sent = () => queue.send(job.name, payload, options)
  const first = await sent()
  if (first !== null) return first
  // The first job of its name in this database.
  await addQueue(tx, job.name)
  const second = await sent()
  if (second === null) throw new Error(`job ${job.name} could not be enqueued`)
  return second
}

/** pg-boss takes jobs for the queues that it knows. Its own `create_queue` would make a table, under locks. */
export async function addQueue(tx: Db, name: string): Promise<void> {
  await tx.$executeRaw`INSERT INTO pgboss.queue (name, policy) VALUES (${name}, 'standard') ON CONFLICT DO NOTHING`
}

export function sendOptions(tx: Db, { retryDelays }: Pick<JobType, 'retryDelays'>): PgBoss.SendOptions {
  return {
    db: over(tx),
    expireInSeconds: LEASE_S,
    retryLimit: retryDelays.length,
    // Counts only where the process dies: who fails a job says when it is tried again.
    retryDelay: retryDelays[0] ?? 0,
    retentionDays: MAX_PENDING_DAYS,
  }
}
