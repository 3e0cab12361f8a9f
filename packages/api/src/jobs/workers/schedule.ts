import { createHash } from 'node:crypto'
import type { Db } from '@tandem/db/types'
import cronParser from 'cron-parser'
import type { Job } from '../define-job.ts'
import { addQueue, boss, sendOptions } from '../queue.ts'

/** The first time after `now` at which a job with a schedule runs. */
export function nextTime(schedule: string, now: Date): Date {
  return cronParser.parseExpression(schedule, { currentDate: now, tz: 'UTC' }).next().toDate()
}

/**
 * Enqueues the next run of each job with a schedule. Its id follows from its time, so however many processes do this, and
 * however often, it is there once. `planned` remembers what this process has enqueued, so that nothing is asked in vain.
 */
export async function enqueueNextRuns(
  db: Db,
  jobs: Iterable<Job>,
  now: Date,
  planned = new Map<string, string>(),
): Promise<void> {
  for (const job of jobs) {
    if (job.schedule === undefined) continue
    const startAfter = nextTime(job.schedule, now)
    const id = idOf(job.name, startAfter)
    if (planned.get(job.name) === id) continue
    await sendOnce(db, job, startAfter)
    planned.set(job.name, id)
  }
}

/** How long the server is left alone after its start. */
const START_DELAY_MS = 5_000

/** Processes whose starts fall into one of these share the run. */
const START_WINDOW_MS = 10_000

/** Enqueues the run after a start of each job that has one. It begins 5 to 15 s after `now`. */
export async function enqueueStartRuns(db: Db, jobs: Iterable<Job>, now: Date): Promise<void> {
  const window = Math.ceil((now.getTime() + START_DELAY_MS) / START_WINDOW_MS)
  const startAfter = new Date(window * START_WINDOW_MS)
  for (const job of jobs) if (job.atStart) await sendOnce(db, job, startAfter)
}

/** Does nothing where a run of that time is in the queue already, also one that is done. */
async function sendOnce(db: Db, job: Job, startAfter: Date): Promise<void> {
  await addQueue(db, job.name)
  const options = { ...sendOptions(db, job), id: idOf(job.name, startAfter), startAfter }
  await (await boss()).send(job.name, {}, options)
}

/** A UUID of version 8, whose bits are the application's own (RFC 9562). */
function idOf(name: string, time: Date): string {
  const digest = createHash('sha256').update(`${name} ${time.toISOString()}`).digest('hex')
  const parts = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(digest) ?? []
  const [, low, middle, high, sequence, node] = parts
  return `${low}-${middle}-8${high}-8${sequence}-${node}`
}
