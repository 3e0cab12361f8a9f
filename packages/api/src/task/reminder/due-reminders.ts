import type { Db } from '@tandem/db/types'

/** A task that reminds its owner at a time. */
export interface DueReminder {
  userId: string
  taskId: string
  at: Date
}

/** Takes reminders whose time has come, the earliest first, and none that another process is taking. They are gone with the commit. */
export function takeDueReminders(tx: Db, now: Date, count: number): Promise<DueReminder[]> {
  return tx.$queryRaw`
    WITH due AS (
      SELECT user_id, task_id FROM reminders WHERE at <= ${now} ORDER BY at LIMIT ${count} FOR UPDATE SKIP LOCKED
    )
    DELETE FROM reminders USING due
    WHERE reminders.user_id = due.user_id AND reminders.task_id = due.task_id
    RETURNING reminders.user_id AS "userId", reminders.task_id AS "taskId", reminders.at`
}

/** The same for one user, whose rows are on one shard. A process that is taking them lets the other wait, and find none. */
export function takeDueRemindersOf(tx: Db, userId: string, now: Date): Promise<DueReminder[]> {
  return tx.$queryRaw`
    DELETE FROM reminders WHERE user_id = ${userId}::uuid AND at <= ${now}
    RETURNING user_id AS "userId", task_id AS "taskId", at`
}
