import { createJobs, defineJob } from '@tandem/api'
import { createDb } from '@tandem/db'
import { cable, createTestDb, testEngine } from '@tandem/db/testing'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { serveDuringTest, testApp } from '../testing/app.ts'
import { rest } from '../testing/caller.ts'

test('jobs are counted by name and state, dead ones too, and their payloads are not told', async () => {
  const { app, database } = await testApp()
  const job = defineJob({ name: 'greet', payload: z.object({ to: z.string() }), run: async () => {} })
  const { enqueue } = createJobs()
  await enqueue(database.client, job, { to: 'ada@example.com' })
  await enqueue(database.client, job, { to: 'bob@example.com' })
  const given = defineJob({ name: 'give-up', payload: z.object({}), retryDelays: [], run: async () => {} })
  await enqueue(database.client, given, {})
  await database.client.$executeRaw`UPDATE pgboss.job SET state = 'failed' WHERE name = 'give-up'`
  const { text } = await rest(app, 'GET', '/metrics')
  expect(text).toContain('jobs{name="greet",state="waiting"} 2\n')
  expect(text).toContain('jobs{name="give-up",state="dead"} 1\n')
  expect(text).toContain('jobs{name="purge-tombstones",state="dead"} 0\n')
  expect(text).not.toContain('example.com')
})

test.runIf(testEngine === 'postgresql')(
  'without the database the other metrics are still there',
  async () => {
    const behind = await createTestDb()
    onTestFinished(() => behind.close())
    const wire = await cable(behind.url ?? '')
    onTestFinished(() => wire.close())
    const over = await createDb(wire.url, { migrate: false })
    onTestFinished(() => over.close())
    const { app } = await serveDuringTest({}, { over })
    wire.freeze()
    const { status, text } = await rest(app, 'GET', '/metrics')
    expect(status).toBe(200)
    expect(text).toContain('process_cpu_user_seconds_total')
    expect(text).not.toContain('jobs{')
    // Ends the query that waits for an answer.
    wire.cut()
  },
)
