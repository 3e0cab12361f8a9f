import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseUnavailable } from '@tandem/db/errors'
import type { Services } from '../../core/services.ts'
import { type Job, type JobContext, PermanentFailure } from '../define-job.ts'
import { describeError, type Lease, type Leases, type Outcome } from './lease.ts'

/** What a log or a metric may say of a run: nothing of its payload. */
export interface RunReport {
  job: string
  id: string
  attempt: number
  outcome: Outcome
  ms: number
  error?: { name: string; message: string }
  /** The error is that the database is away. */
  isOutage?: true
}

/** Why a run is aborted whose job goes back into the queue. */
export class Stopping extends Error {
  override readonly name = 'Stopping'
}

/** How long a run may take to end by itself once it was aborted. */
const ABORT_GRACE_MS = 1_000

/** Waits between attempts to write down how a run ended, while the database is away: for about as long as a lease lasts. */
const SETTLE_DELAYS_MS = [200, 1_000, 3_000, 5_000, 10_000]

interface RunnerOptions {
  services: Services
  leases: Leases
  onEnd: (report: RunReport) => void
}

/** Runs a job that was taken, and writes down how it ended. Never rejects. */
export type Runner = (job: Job, lease: Lease, abort: AbortController) => Promise<void>

export function createRunner({ services, leases, onEnd }: RunnerOptions): Runner {
  return async (job, lease, abort) => {
    const began = performance.now()
    const { id, attempt, traceparent } = lease
    const { observer } = services
    const run = () => failureOf(job, lease, abort, { ...services, id, attempt, signal: abort.signal })
    const failure = await (observer.aroundJob?.({ name: job.name, id, attempt, traceparent }, run) ?? run())
    const { outcome, error = failure?.error } = await persistently(() => {
      if (failure === undefined) return leases.complete(lease)
      if (abort.signal.reason instanceof Stopping) return leases.giveBack(lease)
      return leases.fail(lease, job, failure.error)
    })
    const report = { job: job.name, id, attempt, outcome, ms: Math.round(performance.now() - began) }
    if (error === undefined) return onEnd(report)
    const isOutage = isDatabaseUnavailable(error)
    onEnd({ ...report, error: describeError(error), ...(isOutage && { isOutage }) })
  }
}

async function failureOf(job: Job, { payload }: Lease, abort: AbortController, ctx: JobContext) {
  const timeout = setTimeout(() => abort.abort(new Error('it took too long')), job.timeout * 1000)
  try {
    const run = parsed(job, payload, (valid) => job.run(valid, ctx))
    await Promise.race([run, aborted(abort.signal)])
    return undefined
  } catch (error) {
    return { error }
  } finally {
    clearTimeout(timeout)
  }
}

async function parsed(job: Job, payload: unknown, run: (valid: unknown) => Promise<void>): Promise<void> {
  const { success, data } = job.payload.safeParse(payload)
  // The messages of zod may quote the payload.
  if (!success) throw new PermanentFailure('its payload is not what this version of the server expects')
  await run(data)
}

/** Rejects once a run that was aborted has had time to end. */
async function aborted(signal: AbortSignal): Promise<never> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await sleep(ABORT_GRACE_MS)
  throw signal.reason
}

/** An outcome that cannot be written down is as if the process had died: the lease ends, and the job is tried again. */
async function persistently(settle: () => Promise<Outcome>): Promise<{ outcome: Outcome; error?: unknown }> {
  for (let failures = 0; ; failures++) {
    try {
      return { outcome: await settle() }
    } catch (error) {
      const delay = SETTLE_DELAYS_MS[failures]
      if (delay === undefined || !isDatabaseUnavailable(error)) return { outcome: 'lost', error }
      await sleep(delay)
    }
  }
}
