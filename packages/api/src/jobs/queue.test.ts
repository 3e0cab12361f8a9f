import { expect, test } from 'vitest'
import { z } from 'zod'
import { accountOf } from '../persistence/transaction.ts'
import { testApi } from '../testing/test-api.ts'
import { defineJob } from './define-job.ts'
import { runJobs } from './testing/run-jobs.ts'

/** A job that records the words that it is given. */
function greeting(name: string) {
  const greeted: string[] = []
  const greet = defineJob({
    name,
    payload: z.object({ word: z.string().min(1) }),
    run: async ({ word }) => {
      greeted.push(word)
    },
  })
  return { greet, greeted }
}

test('a job runs if the transaction that enqueued it is committed', async () => {
  const { services } = await testApi()
  const { greet, greeted } = greeting('committed')
  await services.transact('any', async (tx) => {
    await services.jobs.enqueue(tx, greet, { word: 'hello' })
  })
  await runJobs(services, [greet])
  expect(greeted).toEqual(['hello'])
})

test('a job whose transaction is rolled back was never there', async () => {
  const { services, db } = await testApi()
  const { greet, greeted } = greeting('rolled-back')
  const failing = services.transact('any', async (tx) => {
    await services.jobs.enqueue(tx, greet, { word: 'hello' })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await runJobs(services, [greet])
  expect(greeted).toEqual([])
  expect(await db.$queryRaw`SELECT id FROM pgboss.job WHERE name = 'rolled-back'`).toEqual([])
})

test('outside of a transaction a job is enqueued at once', async () => {
  const { services, db } = await testApi()
  const { greet, greeted } = greeting('alone')
  await services.jobs.enqueue(db, greet, { word: 'hello' })
  await services.jobs.enqueue(db, greet, { word: 'again' })
  await runJobs(services, [greet])
  expect(greeted.sort()).toEqual(['again', 'hello'])
})

test('a payload that its schema refuses is not enqueued', async () => {
  const { services, db } = await testApi()
  const { greet } = greeting('refused')
  await expect(services.jobs.enqueue(db, greet, { word: '' })).rejects.toThrow('word')
  const dated = defineJob({ name: 'dated', payload: z.object({ at: z.date() }), run: async () => {} })
  // JSON would keep it as text, which the job could not read.
  await expect(services.jobs.enqueue(db, dated, { at: new Date() })).rejects.toThrow('at')
})

test('a job is not run before its time', async () => {
  const { services, db } = await testApi()
  const { greet, greeted } = greeting('later')
  await services.jobs.enqueue(db, greet, { word: 'hello' }, { startAfter: new Date(Date.now() + 3_600_000) })
  await runJobs(services, [greet])
  expect(greeted).toEqual([])
  await runJobs(services, [greet], { early: true })
  expect(greeted).toEqual(['hello'])
})

test('a job replaces the one that waits under its key, and others stay', async () => {
  const { services } = await testApi()
  const { greet, greeted } = greeting('keyed')
  const { enqueue } = services.jobs
  await services.transact('any', async (tx) => {
    await enqueue(tx, greet, { word: 'first' }, { key: 'a' })
    await enqueue(tx, greet, { word: 'other' }, { key: 'b' })
    await enqueue(tx, greet, { word: 'second' }, { key: 'a' })
    await enqueue(tx, greet, { word: 'unkeyed' })
  })
  await runJobs(services, [greet])
  expect(greeted.sort()).toEqual(['other', 'second', 'unkeyed'])
})

test('of two transactions that replace a job at the same time, one job is left', async () => {
  const { services, db } = await testApi()
  const { greet } = greeting('replaced')
  const replace = (queue: string) =>
    services.transact(queue, async (tx) => {
      await services.jobs.enqueue(tx, greet, { word: queue }, { key: 'a' })
    })
  await replace('before')
  await Promise.all([replace('one'), replace('two'), replace(accountOf('three'))])
  expect(await db.$queryRaw`SELECT id FROM pgboss.job WHERE name = 'replaced'`).toHaveLength(1)
})

test('a job that waits under a key can be cancelled', async () => {
  const { services, db } = await testApi()
  const { greet, greeted } = greeting('cancelled')
  await services.jobs.enqueue(db, greet, { word: 'hello' }, { key: 'a' })
  await services.jobs.enqueue(db, greet, { word: 'stays' }, { key: 'b' })
  await services.jobs.cancel(db, greet, 'a')
  await runJobs(services, [greet])
  expect(greeted).toEqual(['stays'])
})
