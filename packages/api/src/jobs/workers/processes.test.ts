import { createDb } from '@tandem/db'
import { cable, createTestDb, testEngine } from '@tandem/db/testing'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { testApi } from '../../testing/test-api.ts'
import { defineJob } from '../define-job.ts'
import { workersDuringTest } from '../testing/workers.ts'

/** A second pool stands for a second process, which an embedded database cannot have. */
describe.runIf(testEngine === 'postgresql')('two processes', async () => {
  const database = await createTestDb()
  afterAll(() => database.close())

  async function process(url = database.url) {
    const opened = await createDb(url, { migrate: false })
    const { services } = await testApi(opened)
    onTestFinished(() => opened.close())
    return { services, opened }
  }

  test('run each job once', async () => {
    const runs: string[] = []
    const job = defineJob({
      name: 'count',
      payload: z.object({ n: z.int() }),
      concurrency: 5,
      run: async ({ n }) => {
        runs.push(`${n}`)
      },
    })
    const [one, two] = [await process(), await process()]
    const workers = [
      await workersDuringTest(one.services, one.opened, [job]),
      await workersDuringTest(two.services, two.opened, [job]),
    ]
    const wanted = Array.from({ length: 60 }, (_, n) => `${n}`)
    await Promise.all(wanted.map((n) => one.services.jobs.enqueue(one.services.db, job, { n: Number(n) })))
    await expect.poll(() => workers.flatMap(({ reports }) => reports)).toHaveLength(60)
    expect(runs.sort()).toEqual(wanted.sort())
    // Both have worked.
    for (const { reports } of workers) expect(reports.length).toBeGreaterThan(0)
  })

  test('run what recurs once each time', async () => {
    let runs = 0
    const job = defineJob({
      name: 'recur',
      payload: z.object({}),
      schedule: '* * * * *',
      run: async () => {
        runs++
      },
    })
    const [one, two] = [await process(), await process()]
    // Their clock says June, so the next time has long been.
    const first = await workersDuringTest(one.services, one.opened, [job])
    const second = await workersDuringTest(two.services, two.opened, [job])
    await expect.poll(() => runs).toBe(1)
    for (const { stop } of [first, second]) await stop(1_000)
    // Starting again plans the same time, which is done.
    await workersDuringTest(one.services, one.opened, [job])
    await workersDuringTest(two.services, two.opened, [job])
    const [row] = await database.client.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pgboss.job WHERE name = 'recur'`
    expect([runs, row?.count]).toEqual([1, 1])
  })

  test('recover by themselves when the database was lost', async () => {
    const wire = await cable(database.url ?? '')
    onTestFinished(() => wire.close())
    const { services, opened } = await process(wire.url)
    const words: string[] = []
    const job = defineJob({
      name: 'after-loss',
      payload: z.object({ word: z.string() }),
      run: async ({ word }) => {
        words.push(word)
      },
    })
    const { troubles } = await workersDuringTest(services, opened, [job])
    wire.cut()
    const { jobs } = services
    await jobs.enqueue(database.client, job, { word: 'meanwhile' })
    await expect.poll(() => troubles).toHaveLength(1)
    expect(words).toEqual([])
    wire.mend()
    await expect.poll(() => words).toEqual(['meanwhile'])
    expect(troubles).toHaveLength(1)
    await jobs.enqueue(database.client, job, { word: 'afterwards' })
    await expect.poll(() => words).toEqual(['meanwhile', 'afterwards'])
  })
})
