import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '@tandem/db/types'
import type { Services } from '../../core/services.ts'
import type { Job } from '../define-job.ts'
import { WAKE_CHANNEL } from '../queue.ts'
import { BEAT_MS, LEASE_S, POLL_MS } from '../timing.ts'
import { createLeases, type Lease } from './lease.ts'
import { nextDue } from './next-due.ts'
import { startPulse } from './pulse.ts'
import { reclaim } from './reclaim.ts'
import { createRunner, type RunReport, Stopping } from './runner.ts'
import { enqueueNextRuns, enqueueStartRuns } from './schedule.ts'

export interface Workers {
  /**
   * Takes no further jobs, and waits for those that run. At the deadline their signal aborts, and what has not ended soon
   * after goes back into the queue.
   */
  stop(deadlineMs: number): Promise<void>
}

export interface WorkerOptions {
  services: Services
  jobs: readonly Job[]
  database: Pick<Database, 'engine' | 'listen'>
  onEnd: (report: RunReport) => void
  /** The queue could not be used. It is tried again, and this is called once until it can be used. */
  onTrouble: (error: unknown) => void
}

/** How many jobs run at the same time in a process, so that requests find connections. */
const MAX_RUNNING = 5

/** Until another look at what is due and was not there: another process is taking it. */
const TAKEN_MS = 200

/** How long a stop waits for what was aborted. */
const GIVE_BACK_MS = 5_000

interface Running {
  lease: Lease
  heldAt: number
  abort: AbortController
  ended: Promise<void>
}

/** Runs jobs in this process, as soon as they are committed and due, and those of processes that were lost. */
export async function startWorkers(options: WorkerOptions): Promise<Workers> {
  const { services, jobs, database, onEnd } = options
  const byName = new Map(jobs.map((job) => [job.name, job]))
  const leases = createLeases(services)
  const runner = createRunner({ services, leases, onEnd })
  const running = new Set<Running>()
  /** Lets the workers look at the queue again, once they have begun. */
  let wake = () => {}

  const roomFor = ({ name, concurrency }: Job) => {
    const same = [...running].filter(({ lease }) => lease.name === name).length
    return Math.min(concurrency - same, MAX_RUNNING - running.size)
  }

  const begin = (job: Job, lease: Lease) => {
    const abort = new AbortController()
    const ended = runner(job, lease, abort).finally(() => {
      running.delete(entry)
      wake()
    })
    const entry: Running = { lease, abort, ended, heldAt: performance.now() }
    running.add(entry)
  }

  const take = async (job: Job): Promise<number> => {
    const room = roomFor(job)
    // The end of a run wakes.
    if (room <= 0 || taking.isStopping()) return POLL_MS
    const taken = await leases.take(job.name, room)
    for (const lease of taken) begin(job, lease)
    return taken.length > 0 ? 0 : TAKEN_MS
  }

  const takeDue = async (): Promise<number> => {
    let wait = POLL_MS
    const wanted = jobs.filter((job) => roomFor(job) > 0)
    for (const { job, inMs } of await nextDue(services.run, wanted)) {
      wait = Math.min(wait, inMs > 0 ? inMs : await take(job))
    }
    return wait
  }

  const renew = async () => {
    const held = [...running]
    for (const { abort, heldAt } of held) {
      if (performance.now() - heldAt > LEASE_S * 1000)
        abort.abort(new Error('its lease could not be renewed'))
    }
    if (held.length === 0) return
    const began = performance.now()
    const renewed = await leases.renew(held.map(({ lease }) => lease))
    for (const entry of held) {
      if (renewed.has(entry.lease.id)) entry.heldAt = began
      // It may have ended meanwhile.
      else if (running.has(entry)) entry.abort.abort(new Error('another process has taken it over'))
    }
  }

  const planned = new Map<string, string>()
  let isStartPlanned = false
  // An embedded database has one process: what ran when it was opened was lost with the one before.
  let all = database.engine === 'pglite'
  const beat = async (): Promise<number> => {
    await renew()
    const { run, transact } = services
    const reclaimed = await reclaim({
      run,
      transact,
      jobOf: (name) => byName.get(name),
      // Where the first look failed, this process may hold some by now. Then those that were lost wait for their leases to end.
      all: all && running.size === 0,
    })
    all = false
    for (const report of reclaimed) onEnd(report)
    if (reclaimed.length > 0) wake()
    const now = services.clock()
    if (!isStartPlanned) await enqueueStartRuns(services.db, jobs, now)
    isStartPlanned = true
    await enqueueNextRuns(services.db, jobs, now, planned)
    return BEAT_MS
  }

  const enqueueDue = async (): Promise<number> => {
    for (const job of jobs) await job.enqueueDue?.(services)
    return POLL_MS
  }

  const [reported, onTrouble] = reportOnce(options.onTrouble)
  // Before anything is taken, or what this process has just taken would be given up.
  const beating = startPulse(reported(beat), onTrouble)
  await beating.first
  const taking = startPulse(reported(takeDue), onTrouble)
  const enqueuing = startPulse(reported(enqueueDue), onTrouble)
  wake = taking.wake
  const stopListening = await database.listen(WAKE_CHANNEL, { onReady: wake, onMessage: wake })

  return {
    stop: async (deadlineMs) => {
      const ended = () => Promise.all([...running].map((run) => run.ended))
      const idle = Promise.all([taking.stop(), enqueuing.stop(), stopListening()])
      await within(
        deadlineMs,
        idle.then(() => ended()),
      )
      for (const { abort } of running) abort.abort(new Stopping('the server stops'))
      // Without a database nothing can be put back: then the leases end.
      await within(
        GIVE_BACK_MS,
        ended().then(() => beating.stop()),
      )
    },
  }
}

/** Waits for what never rejects, but not longer than that. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController()
  const timeout = sleep(ms, undefined, { signal: over.signal }).catch(() => {})
  await Promise.race([work, timeout])
  over.abort()
}

/** Makes a report of trouble that is silent until a round has succeeded again. */
function reportOnce(report: (error: unknown) => void) {
  let isReported = false
  const reported =
    <T>(round: () => Promise<T>) =>
    async () => {
      const result = await round()
      isReported = false
      return result
    }
  const onTrouble = (error: unknown) => {
    if (!isReported) report(error)
    isReported = true
  }
  return [reported, onTrouble] as const
}
