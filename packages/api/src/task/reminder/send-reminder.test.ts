import { describe, expect, test } from 'vitest'
import { runJobs } from '../../jobs/testing/run-jobs.ts'
import { testApi } from '../../testing/test-api.ts'
import { sendReminder } from './send-reminder.ts'

const { db, services, mailbox, signIn } = await testApi()

const MINUTE = 60_000
const minutesAfter = (time: Date, minutes: number) => new Date(time.getTime() + minutes * MINUTE)

/** A user with a task, due in an hour, that reminds ten minutes before. */
async function ownerOfTask(more: { title?: string; reminder?: number; emailVerifiedAt?: Date | null } = {}) {
  const { title = 'Call <Ada> & Bob', reminder = 10, emailVerifiedAt = new Date() } = more
  const { id: userId, api } = await signIn()
  await db.user.update({ where: { id: userId }, data: { emailVerifiedAt } })
  const due = minutesAfter(new Date(), 60)
  const { id } = await api.task.create({ title, dueAt: due.toISOString(), reminder })
  const mails = () => mailbox.to(`${userId}@example.com`)
  const rows = () => db.reminder.findMany({ where: { userId } })
  return { userId, api, id, due, at: minutesAfter(due, -reminder), mails, rows }
}

const servicesAt = (time: Date) => ({ ...services, clock: () => time })

async function enqueueAt(time: Date) {
  await sendReminder.enqueueDue?.(servicesAt(time))
}

/** What the server does at a time. */
async function passTo(time: Date) {
  await enqueueAt(time)
  return runJobs(servicesAt(time), [sendReminder])
}

describe('a task reminds its owner', () => {
  test('once, at its time, and does not change', async () => {
    const { api, id, userId, at, due, mails, rows } = await ownerOfTask()
    const { revision } = await api.task.changes({ since: 0 })
    expect(await rows()).toEqual([{ userId, taskId: id, at }])
    await passTo(new Date(at.getTime() - 1))
    expect(mails()).toEqual([])
    await passTo(at)
    await passTo(minutesAfter(at, 1))
    expect(mails()).toHaveLength(1)
    const [mail] = mails()
    expect(mail?.subject).toBe('Reminder of a task')
    expect(mail?.text).toContain('\nCall <Ada> & Bob\n')
    expect(mail?.text).toContain(`${due.toISOString().slice(11, 16)} UTC`)
    expect(mail?.text).toContain(`\nhttps://tasks.example.com/base/?task=${id}\n`)
    expect(mail?.html).toContain('Call &lt;Ada&gt; &amp; Bob')
    expect(await rows()).toEqual([])
    expect(await api.task.get({ id })).toMatchObject({ version: 1 })
    expect(await api.task.changes({ since: revision })).toMatchObject({ changes: [], revision })
  })

  test('at the new time if it was moved, and again if it is moved after that', async () => {
    const { api, id, at, due, mails } = await ownerOfTask()
    await api.task.update({ id, dueAt: minutesAfter(due, 120).toISOString() })
    await passTo(minutesAfter(at, 119))
    expect(mails()).toEqual([])
    await passTo(minutesAfter(at, 120))
    expect(mails()).toHaveLength(1)
    await api.task.update({ id, reminder: 0 })
    await passTo(minutesAfter(due, 120))
    expect(mails()).toHaveLength(2)
  })

  test('once, however often its reminder was set before', async () => {
    const { api, id, at, mails, rows } = await ownerOfTask()
    for (const reminder of [5, 7, 10, null, 10]) await api.task.update({ id, reminder })
    expect(await rows()).toHaveLength(1)
    await passTo(at)
    expect(mails()).toHaveLength(1)
  })

  test('with its title in one line of its own, whatever is in it', async () => {
    const title = 'Pay\r\n\r\n-- \r\nTandem\u2028Sign in: <a href="https://evil.example">here</a>\u202e'
    const { at, mails } = await ownerOfTask({ title })
    await passTo(at)
    const [mail] = mails()
    expect(mail?.subject).toBe('Reminder of a task')
    expect(mail?.text).toContain(
      '\n\nPay -- Tandem Sign in: <a href="https://evil.example">here</a>\n\nIt is due on',
    )
    const links = [...(mail?.html.matchAll(/href="([^"]*)"/g) ?? [])].map(([, href]) => href)
    expect(links).toEqual([expect.stringMatching(/^https:\/\/tasks\.example\.com\/base\/\?task=/)])
  })

  test('before 09:00 of the day that it is due on, by the clocks of its owner, also of another time zone', async () => {
    const { api, id, mails, rows, userId } = await ownerOfTask()
    await api.user.update({ timeZone: 'America/New_York' })
    await api.task.update({ id, dueOn: '2031-07-01', reminder: 30 })
    expect(await rows()).toEqual([{ userId, taskId: id, at: new Date('2031-07-01T12:30:00Z') }])
    await api.user.update({ timeZone: 'Pacific/Auckland' })
    const at = new Date('2031-06-30T20:30:00Z')
    expect(await rows()).toEqual([{ userId, taskId: id, at }])
    await passTo(new Date(at.getTime() - 1))
    expect(mails()).toEqual([])
    await passTo(at)
    expect(mails()).toMatchObject([
      { text: expect.stringContaining('\nIt is due on Tuesday, 1 July 2031.\n') },
    ])
  })

  test('at another time once it is due a whole day and no longer at the last moment of it', async () => {
    const { api, id, rows } = await ownerOfTask()
    await api.task.update({ id, dueAt: '2031-07-01T23:59:59.999Z', reminder: 0 })
    await api.task.update({ id, dueOn: '2031-07-01' })
    expect(await rows()).toMatchObject([{ at: new Date('2031-07-01T09:00:00Z') }])
  })

  test('with the time at which it is due by the clocks of its owner', async () => {
    const { api, id, mails } = await ownerOfTask()
    await api.user.update({ timeZone: 'Asia/Kathmandu' })
    await api.task.update({ id, dueAt: '2031-07-01T12:00:00Z' })
    await passTo(new Date('2031-07-01T11:50:00Z'))
    expect(mails()[0]?.text).toContain('at 17:45 Asia/Kathmandu.')
  })

  test('if it was reopened or restored in time', async () => {
    const { api, id, at, mails } = await ownerOfTask()
    await api.task.complete({ id })
    await api.task.reopen({ id })
    await api.task.delete({ id })
    await api.task.restore({ id })
    await passTo(at)
    expect(mails()).toHaveLength(1)
  })

  test('after a stop of up to an hour', async () => {
    const { at, mails } = await ownerOfTask()
    await passTo(minutesAfter(at, 60))
    expect(mails()).toHaveLength(1)
  })

  test('again after a failure, with the same mail', async () => {
    const { at, mails, userId } = await ownerOfTask()
    mailbox.fails = true
    const [failed] = await passTo(at)
    mailbox.fails = false
    expect(failed).toMatchObject({ outcome: 'retry' })
    await runJobs(servicesAt(minutesAfter(at, 1)), [sendReminder], { early: true })
    expect(mails()).toMatchObject([{ id: failed?.id, to: `${userId}@example.com` }])
  })
})

type Owner = Awaited<ReturnType<typeof ownerOfTask>>

/** Why a task reminds no more. */
const REASONS: [string, (owner: Owner) => Promise<unknown>][] = [
  ['completed', ({ api, id }) => api.task.complete({ id })],
  ['deleted', ({ api, id }) => api.task.delete({ id })],
  ['moved', ({ api, id, due }) => api.task.update({ id, dueAt: minutesAfter(due, 600).toISOString() })],
  ['without a reminder', ({ api, id }) => api.task.update({ id, reminder: null })],
  ['without a due date', ({ api, id }) => api.task.update({ id, dueAt: null, reminder: null })],
  ['of a deleted account', ({ api }) => api.user.delete()],
  [
    'of a deactivated account',
    ({ userId }) => db.user.update({ where: { id: userId }, data: { isActive: false } }),
  ],
]

describe.each(REASONS)('a task that is %s does not remind', (_, happens) => {
  test('if that was before', async () => {
    const owner = await ownerOfTask()
    await happens(owner)
    await passTo(owner.at)
    expect(owner.mails()).toEqual([])
  })

  test('if that was after the mail was enqueued and before it was sent', async () => {
    const owner = await ownerOfTask()
    await enqueueAt(owner.at)
    expect(await owner.rows()).toEqual([])
    await happens(owner)
    const reports = await runJobs(servicesAt(owner.at), [sendReminder])
    expect(reports).toMatchObject([{ outcome: 'done' }])
    expect(owner.mails()).toEqual([])
  })
})

describe('nothing is sent', () => {
  test('of a reminder that was past when it was set', async () => {
    const { due, mails, rows } = await ownerOfTask({ reminder: 61 })
    expect(await rows()).toEqual([])
    await passTo(due)
    expect(mails()).toEqual([])
  })

  test('after a stop of more than an hour, and nothing is left of it', async () => {
    const { at, mails, rows } = await ownerOfTask()
    expect(await passTo(minutesAfter(at, 61))).toEqual([])
    expect([mails(), await rows()]).toEqual([[], []])
  })

  test('of a mail that waited for more than an hour', async () => {
    const { at, mails } = await ownerOfTask()
    await enqueueAt(at)
    await runJobs(servicesAt(minutesAfter(at, 61)), [sendReminder])
    expect(mails()).toEqual([])
  })

  test('to an address that nobody has verified, where signing in needs a verified one', async () => {
    const { at, mails } = await ownerOfTask({ emailVerifiedAt: null })
    await enqueueAt(at)
    await runJobs({ ...servicesAt(at), requireVerifiedEmail: true }, [sendReminder])
    expect(mails()).toEqual([])
  })
})

describe('an address that nobody has verified', () => {
  test('is reminded, and told what to do if the account is not theirs', async () => {
    const { at, mails } = await ownerOfTask({ title: 'Call Bob', emailVerifiedAt: null })
    await passTo(at)
    expect(mails()).toMatchObject([{ text: expect.stringContaining('\nCall Bob\n') }])
    expect(mails()[0]?.text).toContain('If you have no Tandem account, ignore this mail')
  })

  test.each([['Win at https://evil.example'], ['go to evil.example'], ['a'.repeat(61)]])(
    'is not sent the title %j',
    async (title) => {
      const { at, mails } = await ownerOfTask({ title, emailVerifiedAt: null })
      await passTo(at)
      const [mail] = mails()
      expect(mail?.text).toContain('You asked to be reminded of a task.')
      expect(`${mail?.text} ${mail?.html}`).not.toContain(title)
    },
  )

  test('gets ten an hour', async () => {
    const { api, at, due, mails } = await ownerOfTask({ emailVerifiedAt: null })
    const task = { type: 'create' as const, dueAt: due.toISOString(), reminder: 10 }
    await api.task.bulk({
      operations: Array.from({ length: 15 }, (_, n) => ({ ...task, title: `task ${n}` })),
    })
    await passTo(at)
    expect(mails()).toHaveLength(10)
  })
})

test('a process that dies while it enqueues leaves the reminder to the next', async () => {
  const { at, mails, rows } = await ownerOfTask()
  const enqueue = () => Promise.reject(new Error('killed'))
  const dying = { ...servicesAt(at), jobs: { ...services.jobs, enqueue } }
  await expect(sendReminder.enqueueDue?.(dying)).rejects.toThrow('killed')
  expect(await rows()).toHaveLength(1)
  await passTo(at)
  expect(mails()).toHaveLength(1)
})

test('more reminders than one transaction takes are enqueued at once', async () => {
  const { api, at, due, mails } = await ownerOfTask()
  const operations = Array.from({ length: 100 }, (_, n) => ({
    type: 'create' as const,
    title: `task ${n}`,
    dueAt: due.toISOString(),
    reminder: 10,
  }))
  await api.task.bulk({ operations })
  await passTo(at)
  expect(mails()).toHaveLength(101)
})
