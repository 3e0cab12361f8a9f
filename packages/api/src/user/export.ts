import type { Prisma } from '@tandem/db/types'
import type { z } from 'zod'
import { apiKeyColumns, toApiKey } from '../api-key/record.ts'
import { calendarFeedColumns, toCalendarFeed } from '../calendar/record.ts'
import type { Services } from '../core/context.ts'
import { accountGone } from '../core/errors.ts'
import { sessionColumns, toSession } from '../session/record.ts'
import { deletedTaskColumns, taskColumns, toDeletedTask, toTask } from '../task/record.ts'
import { toUser, userColumns } from './record.ts'
import type { userExport } from './schema.ts'

/** Everything that is held about a user, as of one moment. */
export async function exportUser(
  { db, clock }: Services,
  userId: string,
): Promise<z.infer<typeof userExport>> {
  const select = {
    ...userColumns,
    sessions: { select: sessionColumns, orderBy: { id: 'asc' } },
    apiKeys: { select: apiKeyColumns, orderBy: { id: 'asc' } },
    calendarFeed: { select: calendarFeedColumns },
    tasks: { select: taskColumns, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
    deletedTasks: { select: deletedTaskColumns, orderBy: [{ deletedAt: 'asc' }, { id: 'asc' }] },
  } satisfies Prisma.UserSelect
  // Prisma reads each relation by a query of its own; they share one snapshot.
  const row = await db.$transaction((tx) => tx.user.findUnique({ where: { id: userId }, select }), {
    isolationLevel: 'RepeatableRead',
  })
  if (!row) throw accountGone()
  const { sessions, apiKeys, calendarFeed, tasks, deletedTasks, ...user } = row
  return {
    exportedAt: clock().toISOString(),
    user: toUser(user),
    sessions: sessions.map(toSession),
    apiKeys: apiKeys.map(toApiKey),
    calendarFeed: calendarFeed && toCalendarFeed(calendarFeed),
    tasks: tasks.map(toTask),
    deletedTasks: deletedTasks.map(toDeletedTask),
  }
}
