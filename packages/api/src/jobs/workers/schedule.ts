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
    await addQueue(db, job.name)
    await boss.send(job.name, {}, { ...sendOptions(db, job), id, startAfter })
    planned.set(job.name, id)
  }
}

/** A UUID of version 8, whose bits are the application's own (RFC 9562). */
function idOf(name: string, time: Date): string {
  const digest = createHash('sha256').update(`${name} ${time.toISOString()}`).digest('hex')
  const parts = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(digest) ?? []
  const [, low, middle, high, sequence, node] = parts
  return `${low}-${middle}-8${high}-8${sequence}-${node}`
}
