import { createDb, type Database } from '@tandem/db'
import { createTestDb, testEngine } from '@tandem/db/testing'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { workersDuringTest } from '../../jobs/testing/workers.ts'
import { testApi } from '../../testing/test-api.ts'
import { sendReminder } from './send-reminder.ts'

const database = await createTestDb()
afterAll(() => database.close())

/** A server whose clock is the database's. A second pool stands for a second process. */
async function startProcess(opened: Database) {
  const { services, mailbox, signIn } = await testApi(opened)
  await workersDuringTest({ ...services, clock: () => new Date() }, opened, [sendReminder])
  return { mailbox, signIn }
}

async function secondProcess() {
  const opened = await createDb(database.url, { migrate: false })
  onTestFinished(() => opened.close())
  return startProcess(opened)
}

test('a reminder is mailed soon after its time, and once, however many processes there are', async () => {
  const first = await startProcess(database)
  const processes = [first, ...(testEngine === 'postgresql' ? [await secondProcess()] : [])]
  const { id, api } = await first.signIn()
  await database.client.user.update({ where: { id }, data: { emailVerifiedAt: new Date() } })
  const dueAt = new Date(Date.now() + 1_000)
  const operations = Array.from({ length: 20 }, (_, n) => ({
    type: 'create' as const,
    title: `task ${n}`,
    dueAt: dueAt.toISOString(),
    reminder: 0,
  }))
  await api.task.bulk({ operations })
  const mails = () => processes.flatMap(({ mailbox }) => mailbox.to(`${id}@example.com`))
  await expect.poll(mails).toHaveLength(20)
  expect(Date.now()).toBeGreaterThanOrEqual(dueAt.getTime())
  expect(new Set(mails().map(({ text }) => text)).size).toBe(20)
  const [queue] = await database.client.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pgboss.job WHERE name = ${sendReminder.name}`
  expect(queue?.count).toBe(20)
})
