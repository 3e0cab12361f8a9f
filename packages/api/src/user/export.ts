import type { Prisma } from '@tandem/db/types'
import { z } from 'zod'
import { apiKeyColumns, toApiKey } from '../api-key/record.ts'
import { apiKey } from '../api-key/schema.ts'
import { calendarFeedColumns, toCalendarFeed } from '../calendar/record.ts'
import { calendarFeed } from '../calendar/schema.ts'
import type { Services } from '../core/context.ts'
import { accountGone } from '../core/errors.ts'
import { timestamp } from '../core/time.ts'
import { runIn } from '../persistence/transaction.ts'
import { exportResources, resourceExport } from '../resources.ts'
import { sessionColumns, toSession } from '../session/record.ts'
import { session } from '../session/schema.ts'
import { toUser, userColumns } from './record.ts'
import { user } from './schema.ts'

/** Everything that is held about a user, except what is secret even from them: the hashes. */
export const userExport = z
  .object({
    exportedAt: timestamp,
    user,
    sessions: z.array(session.omit({ current: true })),
    apiKeys: z.array(apiKey),
    calendarFeed: calendarFeed.nullable(),
    ...resourceExport,
  })
  .meta({ id: 'UserExport' })

/** Everything that is held about a user, as of one moment. @throws UNAUTHORIZED where the account is gone */
export async function exportUser(
  { db, clock }: Services,
  userId: string,
): Promise<z.infer<typeof userExport>> {
  const select = {
    ...userColumns,
    sessions: { select: sessionColumns, orderBy: { id: 'asc' } },
    apiKeys: { select: apiKeyColumns, orderBy: { id: 'asc' } },
    calendarFeed: { select: calendarFeedColumns },
  } satisfies Prisma.UserSelect
  const read = async (tx: Prisma.TransactionClient) => ({
    row: await tx.user.findUnique({ where: { id: userId }, select }),
    resources: await exportResources(runIn(tx), userId),
  })
  // Each relation and each resource is a statement of its own; they share one snapshot.
  const { row, resources } = await db.$transaction(read, { isolationLevel: 'RepeatableRead' })
  if (!row) throw accountGone()
  const { sessions, apiKeys, calendarFeed, ...account } = row
  return {
    exportedAt: clock().toISOString(),
    user: toUser(account),
    sessions: sessions.map(toSession),
    apiKeys: apiKeys.map(toApiKey),
    calendarFeed: calendarFeed && toCalendarFeed(calendarFeed),
    ...resources,
  }
}
