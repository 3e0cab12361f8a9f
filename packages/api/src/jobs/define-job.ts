import type { z } from 'zod'
import type { Services } from '../core/services.ts'
import type { JobType } from './queue.ts'
import { RETRY_DELAYS_S, SCHEDULED_RETRY_DELAYS_S, TIMEOUT_S } from './timing.ts'

/** What a job works with: the services, and what is known of this run. */
export interface JobContext extends Services {
  /** The same in every attempt, so that an effect elsewhere can be told apart (a `Message-ID`, an idempotency key). */
  id: string
  /** From 1. */
  attempt: number
  /** Aborts when the server stops, when the time is up, or when another process has taken the job over. */
  signal: AbortSignal
}

export interface Job<Payload extends z.ZodType = z.ZodType> extends JobType<Payload> {
  run(payload: z.output<Payload>, ctx: JobContext): Promise<void>
  /** When it recurs, as five fields of cron in UTC. Its payload is then `{}`. */
  readonly schedule?: string | undefined
  /** Enqueues the job for rows whose time has come. Every process calls it every few seconds, also at the same time as others. */
  readonly enqueueDue?: ((services: Services) => Promise<void>) | undefined
  /** Whether it also runs some seconds after each start of a server. Its payload is then `{}`. */
  readonly atStart?: boolean | undefined
  /** How many run at the same time in a process. */
  readonly concurrency: number
  /** In seconds. */
  readonly timeout: number
}

interface JobOptions<Payload extends z.ZodType> {
  /** In kebab case. Jobs of this name are in the database: a new name leaves them behind. */
  name: string
  /** What it gets, as JSON keeps it. Nothing secret: it is stored in clear until the job is done. */
  payload: Payload
  /** Is tried again when it rejects, and may run again after its effect if the process died: at least once. */
  run(payload: z.output<Payload>, ctx: JobContext): Promise<void>
  schedule?: string
  enqueueDue?: (services: Services) => Promise<void>
  atStart?: boolean
  retryDelays?: readonly number[]
  concurrency?: number
  timeout?: number
}

export function defineJob<Payload extends z.ZodType>(options: JobOptions<Payload>): Job<Payload> {
  return {
    retryDelays: options.schedule === undefined ? RETRY_DELAYS_S : SCHEDULED_RETRY_DELAYS_S,
    concurrency: 2,
    timeout: TIMEOUT_S,
    ...options,
  }
}

/** Trying again would not help: the job is dead at once. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure'
}
