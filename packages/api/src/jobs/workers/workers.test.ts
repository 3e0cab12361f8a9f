import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDb } from '@tandem/db/testing'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { testApi } from '../../testing/test-api.ts'
import { defineJob } from '../define-job.ts'
import { listJobs } from '../list.ts'
import { workersDuringTest } from '../testing/workers.ts'
import { POLL_MS } from '../timing.ts'
import { createLeases } from './lease.ts'

/** Before workers look at the queue by themselves: what happens by then, they were told. */
const SOON = { timeout: POLL_MS - 500 }

const database = await createTestDb()
afterAll(() => database.close())

/** A job whose runs wait until the test releases them. */
function held(name: string) {
  const runs: { word: string; attempt: number; signal: AbortSignal }[] = []
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const job = defineJob({
    name,
    payload: z.object({ word: z.string() }),
    run: async ({ word }, { attempt, signal }) => {
      runs.push({ word, attempt, signal })
      await released
    },
  })
  return { job, runs, release }
}

test('a job starts as soon as its transaction is committed', async () => {
  const { services } = await testApi(database)
  const { job, runs, release } = held('soon')
  release()
  const { reports } = await workersDuringTest(services, database, [job])
  await services.transact('any', async (tx) => {
    await services.jobs.enqueue(tx, job, { word: 'now' })
    // The workers are told at the commit, not before.
    expect(runs).toEqual([])
  })
  await expect.poll(() => reports, SOON).toMatchObject([{ job: 'soon', outcome: 'done' }])
})

test('a job starts at its time, also between two looks at the queue', async () => {
  const { services } = await testApi(database)
  const { job, runs, release } = held('on-time')
  release()
  await workersDuringTest(services, database, [job])
  const startAfter = new Date(Date.now() + 400)
  await services.transact('any', async (tx) => {
    await services.jobs.enqueue(tx, job, { word: 'later' }, { startAfter })
    await services.jobs.enqueue(tx, job, { word: 'now' })
  })
  await expect.poll(() => runs.map(({ word }) => word), SOON).toEqual(['now', 'later'])
  expect(Date.now()).toBeGreaterThanOrEqual(startAfter.getTime())
})

test('a job runs at most as often at the same time as it says, and others run beside it', async () => {
  const { services, db } = await testApi(database)
  const slow = held('slow')
  const quick = held('quick')
  quick.release()
  const { reports } = await workersDuringTest(services, database, [slow.job, quick.job])
  for (const word of ['a', 'b', 'c', 'd']) await services.jobs.enqueue(db, slow.job, { word })
  await expect.poll(() => slow.runs).toHaveLength(slow.job.concurrency)
  await services.jobs.enqueue(db, quick.job, { word: 'e' })
  await expect.poll(() => reports).toMatchObject([{ job: 'quick' }])
  expect(slow.runs).toHaveLength(slow.job.concurrency)
  slow.release()
  await expect.poll(() => reports).toHaveLength(5)
})

test('a stop waits for what runs, and takes nothing more', async () => {
  const { services, db } = await testApi(database)
  const { job, runs, release } = held('draining')
  const { reports, stop } = await workersDuringTest(services, database, [job])
  await services.jobs.enqueue(db, job, { word: 'running' })
  await expect.poll(() => runs).toHaveLength(1)
  const stopped = stop(10_000)
  await services.jobs.enqueue(db, job, { word: 'late' })
  release()
  await stopped
  expect(reports).toMatchObject([{ outcome: 'done' }])
  expect(runs.map(({ word, signal }) => [word, signal.aborted])).toEqual([['running', false]])
  await services.transact('any', (tx) => tx.$executeRaw`DELETE FROM pgboss.job WHERE name = 'draining'`)
})

test('a stop takes nothing more from the first moment, also while it takes long to end the listening', async () => {
  const { services, db } = await testApi(database)
  const { job, runs, release } = held('slow-to-stop')
  release()
  const listen: typeof database.listen = async (channel, listener) => {
    const stopListening = await database.listen(channel, listener)
    return async () => {
      await sleep(300)
      await stopListening()
    }
  }
  const { stop } = await workersDuringTest(services, { engine: database.engine, listen }, [job])
  const stopped = stop(10_000)
  await services.jobs.enqueue(db, job, { word: 'late' })
  await stopped
  expect(runs).toEqual([])
  await services.transact('any', (tx) => tx.$executeRaw`DELETE FROM pgboss.job WHERE name = 'slow-to-stop'`)
})

test('at the deadline of a stop a job is aborted and goes back, and its attempt does not count', async () => {
  const { services, db } = await testApi(database)
  const { job, runs } = held('interrupted')
  const first = await workersDuringTest(services, database, [job])
  await services.jobs.enqueue(db, job, { word: 'x' })
  await expect.poll(() => runs).toHaveLength(1)
  await first.stop(0)
  expect(runs[0]?.signal.aborted).toBe(true)
  expect(first.reports).toMatchObject([{ outcome: 'returned', attempt: 1 }])
  const second = await workersDuringTest(services, database, [job])
  await expect.poll(() => runs).toHaveLength(2)
  expect(runs[1]?.attempt).toBe(1)
  await second.stop(0)
})

test('a job whose process was lost is tried again once its lease has ended', async () => {
  const { services, db } = await testApi(database)
  const { job, runs, release } = held('abandoned')
  release()
  const id = await services.jobs.enqueue(db, job, { word: 'x' })
  // Taken by a process that is gone.
  expect(await createLeases(services).take('abandoned', 1)).toHaveLength(1)
  await db.$executeRaw`UPDATE pgboss.job SET started_on = now() - interval '31 s' WHERE id = ${id}::uuid`
  const { reports } = await workersDuringTest(services, database, [job])
  await expect.poll(() => runs).toMatchObject([{ attempt: 2 }])
  await expect
    .poll(() => reports)
    .toMatchObject([
      { id, attempt: 1, outcome: 'retry' },
      { id, attempt: 2, outcome: 'done' },
    ])
})

test('a process whose first look at the queue failed does not take its own jobs for lost', async () => {
  const { services, db } = await testApi(database)
  const { job, runs, release } = held('own')
  let looks = 0
  const run: typeof services.run = async (statement, values) => {
    if (statement.name !== 'jobs_abandoned') return services.run(statement, values)
    looks++
    if (looks === 1) throw new Error('the database is away')
    return services.run(statement, values)
  }
  await services.jobs.enqueue(db, job, { word: 'x' })
  const { reports } = await workersDuringTest({ ...services, run }, database, [job])
  await expect.poll(() => runs).toHaveLength(1)
  await expect.poll(() => looks).toBe(2)
  release()
  await expect.poll(() => reports).not.toEqual([])
  expect(reports).toMatchObject([{ attempt: 1, outcome: 'done' }])
})

test('whoever has lost a job to another cannot end it', async () => {
  const { services, db } = await testApi(database)
  const { job } = held('taken-over')
  const id = await services.jobs.enqueue(db, job, { word: 'x' })
  const leases = createLeases(services)
  const [lost] = await leases.take('taken-over', 1)
  if (!lost) throw new Error('nothing was taken')
  await leases.fail(lost, job, new Error('it seemed gone'))
  const [found] = await leases.take('taken-over', 1, { early: true })
  if (!found) throw new Error('nothing was taken')
  expect([...(await leases.renew([lost, found]))]).toEqual([id])
  expect(await leases.complete(lost)).toBe('lost')
  expect(await leases.fail(lost, job, new Error('late'))).toBe('lost')
  expect(await listJobs(db, { state: 'running' })).toMatchObject([{ id, attempt: 2 }])
  expect(await leases.complete(found)).toBe('done')
})

test('a run that takes too long is aborted, and tried again', async () => {
  const { services, db } = await testApi(database)
  const { job, runs } = held('endless')
  const { reports } = await workersDuringTest(services, database, [{ ...job, timeout: 0.05 }])
  await services.jobs.enqueue(db, job, { word: 'x' })
  await expect.poll(() => reports).toMatchObject([{ outcome: 'retry' }])
  expect(reports[0]?.error?.message).toBe('it took too long')
  expect(runs[0]?.signal.aborted).toBe(true)
  onTestFinished(async () => {
    await db.$executeRaw`DELETE FROM pgboss.job WHERE name = 'endless'`
  })
})
