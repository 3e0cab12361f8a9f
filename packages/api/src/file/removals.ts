import type { Db } from '@tandem/db/types'
import { type FileStore, type Files, keyOf } from './storage/files.ts'

const BATCH = 100

/**
 * Deletes bytes whose rows are gone, and returns how many keys that were. A key stays on the list until its bytes are deleted.
 * Several processes may do it at the same time.
 */
export async function removeBytes(db: Db, store: FileStore, signal?: AbortSignal): Promise<number> {
  let removed = 0
  for (;;) {
    signal?.throwIfAborted()
    const rows = await db.fileRemoval.findMany({
      take: BATCH,
      orderBy: { createdAt: 'asc' },
      select: { userId: true, key: true },
    })
    await Promise.all(rows.map(({ key }) => store.delete(key)))
    for (const [userId, keys] of keysByUser(rows)) {
      await db.fileRemoval.deleteMany({ where: { userId, key: { in: keys } } })
    }
    removed += rows.length
    if (rows.length < BATCH) return removed
  }
}

function keysByUser(rows: readonly { userId: string; key: string }[]): Map<string, string[]> {
  const byUser = new Map<string, string[]>()
  for (const { userId, key } of rows) byUser.set(userId, [...(byUser.get(userId) ?? []), key])
  return byUser
}

export function createFiles({ db, ...files }: Omit<Files, 'removeBytes'> & { db: Db }): Files {
  return { ...files, removeBytes: (signal) => removeBytes(db, files.store, signal) }
}

/** The same at once for one file, as far as possible: what fails is tried again with the others. */
export async function removeBytesOf(
  db: Db,
  store: FileStore,
  file: { userId: string; id: string },
): Promise<void> {
  const key = keyOf(file)
  try {
    await store.delete(key)
    await db.fileRemoval.deleteMany({ where: { userId: file.userId, key } })
  } catch {
    // The key is still on the list.
  }
}
