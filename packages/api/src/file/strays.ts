import type { Db } from '@tandem/db/types'
import { removeBytes } from './removals.ts'
import { type FileStore, keyOf, rowOf } from './storage/files.ts'

const PAGE = 1_000

/** How many of each kind a sweep remembers between its two looks. The next sweep finds the rest. */
const MAX_STRAYS = 10_000

/** More rows than these are not deleted when the store is empty. */
const MAX_LOST = 20

/** Bytes without a row, and rows without bytes. */
export interface Strays {
  bytes: string[]
  rows: string[]
}

/**
 * Compares all keys of the store with all rows. Both come in the same order, so that neither is held in memory. What it finds
 * may also be an upload that is not complete: look again after {@link CONFIRM_MS}, with `removeStrays`.
 *
 * @throws {Error} where the store has nothing of many files
 */
export async function findStrays(db: Db, store: FileStore): Promise<Strays> {
  const strays: Strays = { bytes: [], rows: [] }
  const rows = rowKeys(db)
  let row = await rows.next()
  let isEmpty = true
  for await (const key of store.keys()) {
    isEmpty = false
    for (; !row.done && row.value < key; row = await rows.next()) add(strays.rows, row.value)
    if (!row.done && row.value === key) row = await rows.next()
    else add(strays.bytes, key)
  }
  for (; !row.done; row = await rows.next()) add(strays.rows, row.value)
  // A disk that is not mounted, or another bucket, must not cost the rows.
  if (isEmpty && strays.rows.length > MAX_LOST)
    throw new Error('The store has no file at all, and the database has many')
  return strays
}

/** How long after `findStrays` no upload is left that had bytes then and gets its row yet. */
export const CONFIRM_MS = 30_000

/** Removes what is still stray, and what was left behind otherwise. Returns what it removed. */
export async function removeStrays(db: Db, store: FileStore, strays: Strays) {
  let bytes = await removeBytes(db, store)
  let rows = 0
  for (const key of strays.bytes) {
    const named = rowOf(key)
    // What is named otherwise has not been put there by this program.
    if (!named || (await db.file.count({ where: named })) > 0) continue
    await store.delete(key)
    bytes++
  }
  for (const key of strays.rows) {
    const named = rowOf(key)
    if (!named || (await store.has(key))) continue
    rows += (await db.file.deleteMany({ where: named })).count
  }
  await store.removeUnfinished()
  return { bytes, rows }
}

async function* rowKeys(db: Db): AsyncGenerator<string, undefined> {
  let last: { userId: string; id: string } | undefined
  for (;;) {
    const rows: { userId: string; id: string }[] = await db.file.findMany({
      take: PAGE,
      orderBy: [{ userId: 'asc' }, { id: 'asc' }],
      select: { userId: true, id: true },
      ...(last && { cursor: { userId_id: last }, skip: 1 }),
    })
    for (const row of rows) yield keyOf(row)
    last = rows.at(-1)
    if (rows.length < PAGE) return undefined
  }
}

function add(list: string[], key: string): void {
  if (list.length < MAX_STRAYS) list.push(key)
}
