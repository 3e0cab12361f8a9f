import type { Db } from '@tandem/db/types'
import { z } from 'zod'
import { lookupId } from '../../core/fields/text.ts'
import type { Services } from '../../core/services.ts'
import { defineJob, type JobContext } from '../../jobs/define-job.ts'
import { isPlain } from '../../mail/greeting.ts'
import { reminder } from '../../mail/templates/reminder.ts'
import { usersOnShards } from '../../persistence/users-on-shards.ts'
import { type DueReminder, takeDueReminders, takeDueRemindersOf } from './due-reminders.ts'

/** After so long it reminds nobody of anything. Servers that were down, and mails that failed, have this time to catch up. */
const MAX_LATE_MS = 3_600_000

/** Within that hour. */
const RETRY_DELAYS_S = [2, 10, 60, 300, 900, 1_500]

const payload = z.object({ userId: z.uuid(), taskId: lookupId, at: z.iso.datetime() })
type Due = z.output<typeof payload>

/** Mails the owner of a task at the time of its reminder. */
export const sendReminder = defineJob({
  name: 'send-reminder',
  payload,
  retryDelays: RETRY_DELAYS_S,
  enqueueDue: enqueueDueReminders,
  run: async (due, ctx) => {
    if (isLate(due.at, ctx)) return
    const [task] = await findTask(ctx, due)
    const user = await ctx.db.user.findUnique({ where: { id: due.userId }, select: userColumns })
    if (!task || !user?.isActive) return
    const isVerified = user.emailVerifiedAt !== null
    if (!isVerified && (ctx.requireVerifiedEmail || (await isOneTooMany(ctx, due.userId)))) return
    const mail = reminder({
      ...task,
      title: isVerified || isPlain(task.title) ? task.title : undefined,
      isVerified,
      name: user.name,
      timeZone: user.timeZone,
      url: `${ctx.appUrl}/?task=${due.taskId}`,
    })
    await ctx.mailer.send(user.email, mail, ctx)
  },
})

const userColumns = {
  email: true,
  name: true,
  isActive: true,
  emailVerifiedAt: true,
  timeZone: true,
} as const

/** How many an hour go to an address that nobody has verified. Anyone can register somebody else's. */
const MAX_UNVERIFIED_PER_HOUR = 10

/** By the order in which they were enqueued, so that those which run together agree. */
async function isOneTooMany({ db, id }: JobContext, userId: string): Promise<boolean> {
  const [before] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pgboss.job AS earlier JOIN pgboss.job AS own ON own.name = earlier.name
    WHERE own.name = ${sendReminder.name} AND own.id = ${id}::uuid AND earlier.singleton_key = ${userId}
      AND (earlier.created_on, earlier.id) < (own.created_on, own.id)
      AND earlier.created_on > own.created_on - interval '1 hour'`
  return (before?.count ?? 0) >= MAX_UNVERIFIED_PER_HOUR
}

/** How many are enqueued in one transaction. A writer of one of their tasks waits for it. */
const BATCH_SIZE = 50

/** Enqueues a mail for every reminder whose time has come. Several processes may do it at the same time. */
async function enqueueDueReminders(services: Services): Promise<void> {
  const { db, clock } = services
  const users = await usersOnShards(db, 'reminders', `at <= '${clock().toISOString()}'`)
  if (users) {
    for (const userId of users) await enqueueTaken(services, (tx, now) => takeDueRemindersOf(tx, userId, now))
    return
  }
  let count: number
  do count = await enqueueTaken(services, (tx, now) => takeDueReminders(tx, now, BATCH_SIZE))
  while (count === BATCH_SIZE)
}

/** Taken and enqueued in one transaction: so each reminds once, whenever a process dies. */
function enqueueTaken(
  services: Services,
  take: (tx: Db, now: Date) => Promise<DueReminder[]>,
): Promise<number> {
  const { clock, jobs, transact } = services
  return transact('reminders', async (tx) => {
    const due = await take(tx, clock())
    for (const { userId, taskId, at } of due) {
      const job = { userId, taskId, at: at.toISOString() }
      if (!isLate(job.at, services)) await jobs.enqueue(tx, sendReminder, job, { about: userId })
    }
    return due.length
  })
}

function isLate(at: string, { clock }: Pick<Services, 'clock'>): boolean {
  return clock().getTime() - new Date(at).getTime() > MAX_LATE_MS
}

/** The task as it is now, if it still reminds at that time: it may have been moved, completed or deleted meanwhile. */
function findTask(
  { db }: JobContext,
  { userId, taskId, at }: Due,
): Promise<{ title: string; dueAt: Date; dueOn: string | null }[]> {
  return db.$queryRaw`
    SELECT title, due_at AS "dueAt", due_on::text AS "dueOn" FROM tasks JOIN revisions USING (user_id)
    WHERE user_id = ${userId}::uuid AND id = ${taskId}::uuid AND status <> 'done'
      AND remind_at(due_at, due_on, time_zone, reminder) = ${at}::timestamptz`
}
