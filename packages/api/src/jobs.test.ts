import { expect, test } from 'vitest'
import { runJobs } from './jobs/testing/run-jobs.ts'
import { enqueueNextRuns } from './jobs/workers/schedule.ts'
import { jobs } from './jobs.ts'
import { testApi } from './testing/test-api.ts'

test('the names of jobs are their own', () => {
  const names = jobs.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
  for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
})

test('every job with a schedule runs', async () => {
  const { services, db, clock } = await testApi()
  const scheduled = jobs.filter(({ schedule }) => schedule !== undefined)
  await enqueueNextRuns(db, jobs, clock())
  const reports = await runJobs(services, scheduled, { early: true })
  const runs = reports.map(({ job, outcome }) => `${job} ${outcome}`)
  expect(runs.sort()).toEqual(scheduled.map(({ name }) => `${name} done`).sort())
})
