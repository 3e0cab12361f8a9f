import { type Table, tables } from '@tandem/db/tables'
import type { Db, Run } from '@tandem/db/types'
import { z } from 'zod'
import { apiKeyColumns, toApiKey } from './api-key/record.ts'
import { apiKey } from './api-key/schema.ts'
import { calendarFeedColumns, toCalendarFeed } from './calendar/record.ts'
import { calendarFeed } from './calendar/schema.ts'
import { comment } from './comment/schema.ts'
import { commentTable } from './comment/table.ts'
import { exportedFile } from './file/schema.ts'
import { fileTable } from './file/table.ts'
import { emailLink, emailLinkColumns, toEmailLink } from './identity/links/record.ts'
import { project } from './project/schema.ts'
import { projectTable } from './project/table.ts'
import { exportOf } from './resource/export.ts'
import type { ResourceTable, RowOf } from './resource/table.ts'
import { sessionColumns, toSession } from './session/record.ts'
import { session } from './session/schema.ts'
import { task } from './task/schema.ts'
import { deletedTask } from './task/sync/schema.ts'
import { deletedTaskTable, taskTable } from './task/table.ts'

/** The transaction in which an account is read, and what runs our own statements in it. */
interface Snapshot {
  tx: Db
  run: Run
}

/** What the export of an account holds of one table. */
interface Exported<Item extends z.ZodType> {
  table: Table | ResourceTable
  item: Item
  read(within: Snapshot, userId: string): Promise<z.infer<Item>>
}

/**
 * What a user owns, by its name in the export of their account. A new resource adds its line. A test finds a table with an
 * owner that is not read here.
 */
export const owned = {
  sessions: exported(tables.Session, z.array(session.omit({ current: true })), async ({ tx }, userId) => {
    const rows = await tx.session.findMany({
      where: { userId },
      select: sessionColumns,
      orderBy: { id: 'asc' },
    })
    return rows.map(toSession)
  }),
  apiKeys: exported(tables.ApiKey, z.array(apiKey), async ({ tx }, userId) => {
    const rows = await tx.apiKey.findMany({
      where: { userId },
      select: apiKeyColumns,
      orderBy: { id: 'asc' },
    })
    return rows.map(toApiKey)
  }),
  calendarFeed: exported(tables.CalendarFeed, calendarFeed.nullable(), async ({ tx }, userId) => {
    const row = await tx.calendarFeed.findUnique({ where: { userId }, select: calendarFeedColumns })
    return row && toCalendarFeed(row)
  }),
  emailLinks: exported(tables.EmailLink, z.array(emailLink), async ({ tx }, userId) => {
    const rows = await tx.emailLink.findMany({
      where: { userId },
      select: emailLinkColumns,
      orderBy: { requestedAt: 'asc' },
    })
    return rows.map(toEmailLink)
  }),
  tasks: exportedRows(taskTable, task),
  deletedTasks: exportedRows(deletedTaskTable, deletedTask),
  projects: exportedRows(projectTable, project),
  comments: exportedRows(commentTable, comment),
  files: exportedRows(fileTable, exportedFile),
}

/** Resources whose rows have no owner, by their plural. A new one adds its line. A test finds a table that is neither here nor in `owned`. */
export const shared: Record<string, ResourceTable> = {}

function exported<Item extends z.ZodType>(
  table: Table,
  item: Item,
  read: Exported<Item>['read'],
): Exported<Item> {
  return { table, item, read }
}

/** All rows of a resource. */
function exportedRows<R extends ResourceTable, Item extends z.ZodType<RowOf<R>>>(
  table: R,
  item: Item,
): Exported<z.ZodArray<Item>> {
  const read = exportOf(table)
  // The item's type is held to the row's above.
  return {
    table,
    item: z.array(item),
    read: async ({ run }, userId) => (await read(run, userId)) as z.infer<Item>[],
  }
}
