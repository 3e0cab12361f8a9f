import type { Run } from '@tandem/db/types'
import { recordOf } from './instants.ts'
import { column, type ResourceTable, type RowOf, selection } from './table.ts'

/** Reads every row of a resource that a user owns, for the export of their account: the oldest first, under whatever parent. */
export function exportOf<R extends ResourceTable>(
  table: R,
): (run: Run, userId: string) => Promise<RowOf<R>[]> {
  if (!table.isOwned) throw new Error(`${table.name} is shared: its rows are in nobody's export`)
  const toRecord = recordOf<RowOf<R> & object>(table)
  const oldest = column(table, 'createdAt').name
  const statement = {
    // Rare: planned anew each time.
    name: '',
    text: `SELECT ${selection(table)} FROM ${table.name} WHERE user_id = $1::uuid ORDER BY ${oldest}, id`,
  }
  return async (run, userId) => (await run(statement, [userId])).map(toRecord)
}
