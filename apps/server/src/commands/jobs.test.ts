import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createJobs, defineJob } from '@tandem/api'
import { createDb } from '@tandem/db'
import { createTestDb, fillDataDir, testEngine } from '@tandem/db/testing'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { killAll, launchServer } from '../testing/process.ts'

const shared = testEngine === 'postgresql' ? await createTestDb() : undefined
const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-jobs-'))

afterAll(async () => {
  await killAll()
  await shared?.close()
  await rm(dataDir, { recursive: true, force: true })
})

const jobs = (...args: string[]) =>
  launchServer({ DATABASE_URL: shared?.url ?? '', DATA_DIR: dataDir }, 'commands/jobs.ts', args).end

test('lists jobs without their payloads, and puts a dead one back', { timeout: 60_000 }, async () => {
  if (!shared) await fillDataDir(dataDir, 'migrated')
  const database = await createDb(shared?.url, { dataDir, migrate: false })
  const greet = defineJob({ name: 'greet', payload: z.object({ to: z.string() }), run: async () => {} })
  const { enqueue } = createJobs()
  const later = { startAfter: new Date('2030-01-02T03:04:05Z') }
  const waiting = await enqueue(database.client, greet, { to: 'ada@example.com' }, later)
  const dead = await enqueue(database.client, greet, { to: 'bob@example.com' })
  await database.client.$executeRaw`
    UPDATE pgboss.job SET state = 'failed', started_on = now(), retry_count = 9, output = '{"name":"Error","message":"refused"}'
    WHERE id = ${dead}::uuid`
  await database.close()

  const lineOfDead = `dead     greet  ${dead}  attempt 10  Error: refused\n`
  expect((await jobs()).output).toBe(
    `${lineOfDead}waiting  greet  ${waiting}  attempt 0  due 2030-01-02T03:04:05.000Z\n`,
  )
  expect((await jobs('dead')).output).toBe(lineOfDead)
  expect(await jobs('retry', waiting)).toMatchObject({
    code: 1,
    output: expect.stringContaining('no dead job'),
  })
  expect(await jobs('retry', dead)).toMatchObject({ code: 0, output: `job ${dead} is back in the queue\n` })
  expect((await jobs('dead')).output).toBe('no jobs\n')
  expect(await jobs('nonsense')).toMatchObject({
    code: 1,
    output: expect.stringContaining('usage: pnpm jobs'),
  })
})
