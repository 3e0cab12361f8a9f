import type { Db } from '@tandem/db/types'
import { z } from 'zod'
import { type FileStore, keyOf, rowOf } from './storage/files.ts'

const PAGE = 1_000

/** How many of each kind a sweep remembers between its two looks. The next sweep finds the rest. */
const MAX_STRAYS = 10_000

/** More rows than these are not deleted when the store is empty. */
const MAX_LOST = 20

/** The keys of bytes without a row, and of rows without bytes. */
export const strays = z.object({ bytes: z.array(z.string()), rows: z.array(z.string()) })
export type Strays = z.output<typeof strays>

/**
 * Compares all keys of the store with all rows. Both come in the same order, so that neither is held in memory. What it finds
 * may also be an upload that is not complete: look again after {@link CONFIRM_MS}, with `removeStrays`.
 *
 * @throws {Error} where the store has nothing of many files
 */
export async function findStrays(db: Db, store: FileStore, signal?: AbortSignal): Promise<Strays> {
  const found: Strays = { bytes: [], rows: [] }
  const rows = rowKeys(db)
  let row = await rows.next()
  let isEmpty = true
  for await (const key of store.keys()) {
    signal?.throwIfAborted()
    isEmpty = false
    for (; !row.done && row.value < key; row = await rows.next()) add(found.rows, row.value)
    if (!row.done && row.value === key) row = await rows.next()
    // What is named otherwise has not been put there by this program.
    else if (rowOf(key)) add(found.bytes, key)
  }
  for (; !row.done; row = await rows.next()) add(found.rows, row.value)
  // A disk that is not mounted, or another bucket, must not cost the rows.
  if (isEmpty && found.rows.length > MAX_LOST)
    throw new Error('The store has no file at all, and the database has many')
  return found
}

/** How long after `findStrays` no upload is left that had bytes then and gets its row yet. */
export const CONFIRM_MS = 30_000

/** Removes what is still stray, and copies that nobody finishes any more. Returns how many of each it removed. */
export async function removeStrays(db: Db, store: FileStore, found: Strays, signal?: AbortSignal) {
  let bytes = 0
  let rows = 0
  for (const key of found.bytes) {
    signal?.throwIfAborted()
    const named = rowOf(key)
    if (!named || (await db.file.count({ where: named })) > 0) continue
    await store.delete(key)
    bytes++
  }
  for (const key of found.rows) {
    signal?.throwIfAborted()
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
