import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, type Dirent } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import type { FileStore } from './files.ts'

/** Not a shard: those are six digits. */
const UNFINISHED = 'unfinished'

/** A copy that has not grown for this long has nobody left who writes it. */
const ABANDONED_MS = 20_000

/**
 * Keeps files in a folder: `<first digits of the owner>/<owner>/<id>`. The digits are the time at which the owner registered, so
 * that a folder has the owners of some hours. Only this user of the machine may read them.
 */
export function createDiskStore(root: string): FileStore {
  const pathOf = (key: string) => path.join(root, key.slice(0, 6), key)
  const unfinished = path.join(root, UNFINISHED)

  async function put(key: string, bytes: Blob): Promise<void> {
    const target = pathOf(key)
    const temporary = path.join(unfinished, randomUUID())
    await mkdir(unfinished, { recursive: true, mode: 0o700 })
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    try {
      const source = Readable.fromWeb(bytes.stream() as WebStream)
      await pipeline(source, createWriteStream(temporary, { mode: 0o600, flags: 'wx', flush: true }))
      await rename(temporary, target)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
    await syncFolder(path.dirname(target))
  }

  async function* keys(): AsyncGenerator<string> {
    for (const shard of await foldersIn(root)) {
      if (!/^[\da-f]{6}$/.test(shard)) continue
      for (const owner of await foldersIn(path.join(root, shard)))
        for (const id of await namesIn(path.join(root, shard, owner), (entry) => entry.isFile()))
          yield `${owner}/${id}`
    }
  }

  async function removeUnfinished(): Promise<void> {
    for (const name of await namesIn(unfinished, (entry) => entry.isFile())) {
      const file = path.join(unfinished, name)
      const age = await stat(file).then(({ mtimeMs }) => Date.now() - mtimeMs, ifMissing(0))
      if (age > ABANDONED_MS) await rm(file, { force: true })
    }
  }

  return {
    put,
    read: (key, start, end) => {
      if (start >= end) return new Blob([]).stream()
      return Readable.toWeb(
        createReadStream(pathOf(key), { start, end: end - 1 }),
      ) as ReadableStream<Uint8Array>
    },
    has: (key) => stat(pathOf(key)).then((found) => found.isFile(), ifMissing(false)),
    // The folder of an owner stays, since another file may be on its way there.
    delete: (key) => rm(pathOf(key), { force: true }),
    keys,
    removeUnfinished,
  }
}

/** A rename is safe once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

function foldersIn(folder: string): Promise<string[]> {
  return namesIn(folder, (entry) => entry.isDirectory())
}

async function namesIn(folder: string, isWanted: (entry: Dirent) => boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ifMissing([]))
  return entries
    .filter(isWanted)
    .map(({ name }) => name)
    .sort()
}

function ifMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (isMissing(error)) return value
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
