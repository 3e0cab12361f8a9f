import { clear, createStore } from 'idb-keyval'
import { copyName, isCopyName, outboxName } from './names.ts'

/** Deletes the copies of tasks on this device, except that of one user. Pages that have one open close it. */
export async function forgetCopies(exceptOf?: string): Promise<void> {
  const kept = exceptOf === undefined ? undefined : copyName(exceptOf)
  // Not by the name of the user who leaves: a page that was closed too early may have left another one's.
  const found = await indexedDB.databases().catch(() => [])
  for (const { name = '' } of found) {
    if (isCopyName(name) && name !== kept) indexedDB.deleteDatabase(name)
  }
}

/** Removes the changes of a user that were not sent. Not the database, which other pages have open. */
export const forgetChanges = (userId: string): Promise<void> =>
  clear(createStore(outboxName(userId), 'commands')).catch(() => {})
