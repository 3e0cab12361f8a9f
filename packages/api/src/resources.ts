import type { Db } from '@tandem/db/types'
import { z } from 'zod'
import { apiKeyColumns, toApiKey } from './api-key/record.ts'
import { apiKey } from './api-key/schema.ts'
import { calendarFeedColumns, toCalendarFeed } from './calendar/record.ts'
import { calendarFeed } from './calendar/schema.ts'
import { runIn } from './persistence/transaction.ts'
import { exportOf } from './resource/export.ts'
import { sessionColumns, toSession } from './session/record.ts'
import { session } from './session/schema.ts'
import { task } from './task/schema.ts'
import { deletedTask } from './task/sync/schema.ts'
import { deletedTaskTable, taskTable } from './task/table.ts'

/** What the export of an account holds of one table. */
interface Exported<Item extends z.ZodType> {
  item: Item
  read(tx: Db, userId: string): Promise<z.infer<Item>>
}

/**
 * What a user owns, by its name in the export of their account. A new resource adds its line. A test finds a table with an
 * owner that is not read here.
 */
export const owned = {
  sessions: exported(z.array(session.omit({ current: true })), async (tx, userId) => {
    const rows = await tx.session.findMany({
      where: { userId },
      select: sessionColumns,
      orderBy: { id: 'asc' },
    })
    return rows.map(toSession)
  }),
  apiKeys: exported(z.array(apiKey), async (tx, userId) => {
    const rows = await tx.apiKey.findMany({
      where: { userId },
      select: apiKeyColumns,
      orderBy: { id: 'asc' },
    })
    return rows.map(toApiKey)
  }),
  calendarFeed: exported(calendarFeed.nullable(), async (tx, userId) => {
    const row = await tx.calendarFeed.findUnique({ where: { userId }, select: calendarFeedColumns })
    return row && toCalendarFeed(row)
  }),
  tasks: exported(z.array(task), (tx, userId) => exportOf(taskTable)(runIn(tx), userId)),
  deletedTasks: exported(z.array(deletedTask), (tx, userId) => exportOf(deletedTaskTable)(runIn(tx), userId)),
}

function exported<Item extends z.ZodType>(item: Item, read: Exported<Item>['read']): Exported<Item> {
  return { item, read }
}
