import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createJobs, defineJob, listJobs } from '@tandem/api'
import { cable, createTestDb, fillDataDir, testEngine } from '@tandem/db/testing'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { captureLog, serveDuringTest } from '../testing/app.ts'
import { rest } from '../testing/caller.ts'
import { killAll, launchServer } from '../testing/process.ts'
import { interrupted } from './interrupted.fixture.ts'
import { startJobs } from './jobs.ts'

const shared = testEngine === 'postgresql' ? await createTestDb() : undefined
const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-jobs-'))
const record = path.join(dataDir, 'attempts')
/** Those that are written whole: the file is there before its first line is. */
const attempts = () => (existsSync(record) ? readFileSync(record, 'utf8').split('\n').slice(0, -1) : [])

afterAll(async () => {
  await killAll()
  await shared?.close()
  await rm(dataDir, { recursive: true, force: true })
})

const launch = (url = shared?.url ?? '') =>
  launchServer({ DATABASE_URL: url, DATA_DIR: dataDir, LOG_LEVEL: 'debug' }, 'boot/jobs.fixture.ts')

test('a job that ran when its process was killed is run again by the next', async () => {
  if (!shared) await fillDataDir(dataDir, 'migrated')
  const first = launch()
  await expect.poll(attempts, { timeout: 60_000 }).toHaveLength(1)
  first.child.kill('SIGKILL')
  await first.end
  // On a server the job belongs to the process that is gone until its lease ends. An embedded database has one process only.
  if (shared)
    await shared.client.$executeRaw`
    UPDATE pgboss.job SET started_on = now() - interval '31 s' WHERE name = 'interrupted' AND state = 'active'`

  const second = launch()
  await expect.poll(attempts, { timeout: 60_000 }).toHaveLength(2)
  const [id] = attempts()[0]?.split(' ') ?? []
  expect(attempts()).toEqual([`${id} 1`, `${id} 2`])
  await expect.poll(() => second.output()).toContain('a job ran')
  second.child.kill('SIGTERM')
  const { code, output } = await second.end
  expect(code).toBe(0)
  // Both attempts are told, and nothing of what the job was about.
  expect(output).toContain('the process that ran it did not finish it')
  expect(output).toContain(`"id":"${id}","attempt":2,"outcome":"done"`)
  expect(output).not.toContain('ada@example.com')
})

test('a job that failed because the database was away is no warning, and one that failed otherwise is', async () => {
  const { lines, logStream } = captureLog()
  const server = await serveDuringTest({ LOG_LEVEL: 'info' }, { logStream })
  const failing = (name: string, error: Error) =>
    defineJob({ name, payload: z.object({}), retryDelays: [60], run: () => Promise.reject(error) })
  const away = Object.assign(new Error('terminating connection'), { code: '57P01' })
  const jobs = [failing('during-outage', away), failing('otherwise', new Error('no'))]
  for (const job of jobs) await server.services.jobs.enqueue(server.services.db, job, {})
  const workers = await startJobs({ ...server, jobs, log: server.app.log })
  const failed = async () => {
    const listed = await listJobs(server.services.db, { state: 'waiting' })
    return listed.map(({ name, attempt }) => [name, attempt]).sort()
  }
  await expect.poll(failed).toEqual([
    ['during-outage', 1],
    ['otherwise', 1],
  ])
  await workers.stop(5_000)
  expect(lines.join('')).toContain('"job":"otherwise"')
  expect(lines.join('')).not.toContain('during-outage')
  const { text } = await rest(server.app, 'GET', '/metrics')
  expect(text).toContain('job_runs_total{name="otherwise",outcome="retry"} 1\n')
})

test.runIf(shared)('a lost database is one line in the log, and jobs go on when it is back', async () => {
  const wire = await cable(shared?.url ?? '')
  const server = launch(wire.url)
  await server.url
  const atStart = server.output().length
  wire.cut()
  await expect.poll(() => server.output(), { timeout: 15_000 }).toContain('the database is lost')
  const before = attempts().length
  if (shared) await createJobs().enqueue(shared.client, interrupted, { address: 'ada@example.com' })
  // Long enough that the workers have looked at the queue in vain.
  await new Promise((resolve) => setTimeout(resolve, 5_500))
  wire.mend()
  await expect.poll(() => attempts().length, { timeout: 15_000 }).toBe(before + 1)
  server.child.kill('SIGTERM')
  const { output } = await server.end
  wire.close()
  const troubles = output
    .slice(atStart)
    .split('\n')
    .filter((line) => /"level":(40|50|60)/.test(line))
  expect(troubles.map((line) => JSON.parse(line).msg)).toEqual(['the database is lost'])
})
