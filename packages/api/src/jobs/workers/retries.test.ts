import { expect, test } from 'vitest'
import { z } from 'zod'
import { testApi } from '../../testing/test-api.ts'
import { defineJob, PermanentFailure } from '../define-job.ts'
import { listJobs, retryDeadJob } from '../list.ts'
import { deleteSettledJobs } from '../purge-settled-jobs.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { JITTER, RETRY_DELAYS_S } from '../timing.ts'

const failing = (name: string, fail: () => unknown = () => new Error('no mail server')) =>
  defineJob({
    name,
    payload: z.object({}),
    run: async () => {
      throw fail()
    },
  })

test('a job that fails is tried again after 2, 10 and 60 seconds and on, and is dead after the last time', async () => {
  const { services, db } = await testApi()
  const job = failing('failing')
  const id = await services.jobs.enqueue(db, job, {})
  expect(RETRY_DELAYS_S.slice(0, 3)).toEqual([2, 10, 60])
  for (const [n, delay] of RETRY_DELAYS_S.entries()) {
    expect(await runJobs(services, [job], { early: true, rounds: 1 })).toMatchObject([
      { job: 'failing', id, attempt: n + 1, outcome: 'retry', error: { message: 'no mail server' } },
    ])
    const [row] = await db.$queryRaw<{ seconds: number }[]>`
      SELECT extract(epoch FROM start_after - now())::float8 AS seconds FROM pgboss.job WHERE id = ${id}::uuid`
    expect(row?.seconds).toBeGreaterThan(delay - 2)
    expect(row?.seconds).toBeLessThanOrEqual(delay * (1 + JITTER))
  }
  const attempt = RETRY_DELAYS_S.length + 1
  expect(await runJobs(services, [job], { early: true })).toMatchObject([{ attempt, outcome: 'dead' }])
  expect(await runJobs(services, [job], { early: true })).toEqual([])
  expect(await listJobs(db, { state: 'dead' })).toEqual([
    expect.objectContaining({ name: 'failing', id, attempt, error: 'Error: no mail server' }),
  ])
})

test('a job that fails is not run before its delay is over', async () => {
  const { services, db } = await testApi()
  const job = failing('patient')
  await services.jobs.enqueue(db, job, {})
  expect(await runJobs(services, [job])).toHaveLength(1)
  expect(await runJobs(services, [job])).toEqual([])
})

test('a job that failed because the database was away says so, and is tried again', async () => {
  const { services, db } = await testApi()
  const away = () => Object.assign(new Error('terminating connection'), { code: '57P01' })
  const jobs = [failing('during-outage', away), failing('otherwise')]
  for (const job of jobs) await services.jobs.enqueue(db, job, {})
  const reports = await runJobs(services, jobs)
  expect(reports.map(({ job, outcome, isOutage }) => [job, outcome, isOutage]).sort()).toEqual([
    ['during-outage', 'retry', true],
    ['otherwise', 'retry', undefined],
  ])
})

test('a job that cannot succeed is dead at once', async () => {
  const { services, db } = await testApi()
  const job = failing('hopeless', () => new PermanentFailure('the mailbox does not exist'))
  await services.jobs.enqueue(db, job, {})
  expect(await runJobs(services, [job])).toMatchObject([{ attempt: 1, outcome: 'dead' }])
})

test('a dead job can be put back, for one more attempt', async () => {
  const { services, db } = await testApi()
  let isRepaired = false
  const job = defineJob({
    name: 'repaired',
    payload: z.object({ to: z.string() }),
    retryDelays: [],
    run: async () => {
      if (!isRepaired) throw new Error('no mail server')
    },
  })
  const id = await services.jobs.enqueue(db, job, { to: 'ada@example.com' })
  expect(await retryDeadJob(db, id)).toBe(false)
  expect(await runJobs(services, [job])).toMatchObject([{ outcome: 'dead' }])
  expect(await retryDeadJob(db, id)).toBe(true)
  expect(await runJobs(services, [job])).toMatchObject([{ attempt: 2, outcome: 'dead' }])
  isRepaired = true
  expect(await retryDeadJob(db, id)).toBe(true)
  expect(await runJobs(services, [job])).toMatchObject([{ id, attempt: 3, outcome: 'done' }])
  expect(await retryDeadJob(db, id)).toBe(false)
})

test('a payload of another version is dead, and its content is not told', async () => {
  const { services, db } = await testApi()
  const before = defineJob({ name: 'changed', payload: z.object({ to: z.string() }), run: async () => {} })
  const now = defineJob({
    name: 'changed',
    payload: z.object({ to: z.enum(['a', 'b']) }),
    run: async () => {},
  })
  await services.jobs.enqueue(db, before, { to: 'ada@example.com' })
  const reports = await runJobs(services, [now])
  expect(reports).toMatchObject([{ outcome: 'dead', error: { name: 'PermanentFailure' } }])
  expect(JSON.stringify(reports)).not.toContain('ada@')
})

test('a job that succeeds after failures keeps no payload', async () => {
  const { services, db } = await testApi()
  const attempts: number[] = []
  const job = defineJob({
    name: 'second-time',
    payload: z.object({ to: z.string() }),
    run: async (_payload, { attempt }) => {
      attempts.push(attempt)
      if (attempt === 1) throw new Error('not yet')
    },
  })
  const id = await services.jobs.enqueue(db, job, { to: 'ada@example.com' })
  const stored = () => db.$queryRaw`SELECT data, state::text FROM pgboss.job WHERE id = ${id}::uuid`
  await runJobs(services, [job], { early: true, rounds: 1 })
  expect(await stored()).toEqual([{ data: { to: 'ada@example.com' }, state: 'retry' }])
  await runJobs(services, [job], { early: true })
  expect(attempts).toEqual([1, 2])
  expect(await stored()).toEqual([{ data: null, state: 'completed' }])
})

test('done jobs are deleted after an hour, dead ones after 30 days, and those that wait stay', async () => {
  const { services, db } = await testApi()
  await db.$executeRaw`DELETE FROM pgboss.job`
  const fine = defineJob({ name: 'fine', payload: z.object({}), run: async () => {} })
  const hopeless = failing('hopeless', () => new PermanentFailure('no'))
  for (const job of [fine, hopeless]) await services.jobs.enqueue(db, job, {})
  await runJobs(services, [fine, hopeless])
  await services.jobs.enqueue(db, fine, {}, { startAfter: new Date(Date.now() + 90 * 86_400_000) })
  const after = (ms: number) => deleteSettledJobs(db, new Date(Date.now() + ms))
  expect(await after(3_500_000)).toBe(0)
  expect(await after(3_700_000)).toBe(1)
  expect(await after(29 * 86_400_000)).toBe(0)
  expect(await after(31 * 86_400_000)).toBe(1)
  expect(await listJobs(db)).toMatchObject([{ name: 'fine', state: 'waiting' }])
})
