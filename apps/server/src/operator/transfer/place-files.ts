import { createHash } from 'node:crypto'
import type { ReadableStream as WebStream } from 'node:stream/web'
import type { FileStore } from '@tandem/api'
import { StartError } from '../../boot/fail-start.ts'
import { Spool } from '../../files/spool.ts'

/** Puts files into a store, and takes back what it has put. */
export interface Placing {
  begin(key: string): Promise<void>
  write(bytes: Uint8Array): Promise<void>
  /** The file is complete, and has this checksum. */
  end(file: { size: number; sha256: string }): Promise<void>
  /** Leaves the store as it was. */
  undo(): Promise<void>
  /** Ends in any case. What was placed stays. */
  close(): Promise<void>
}

/** A file waits in `folder` until it is complete, so that no more than a piece of it is in memory. */
export function createPlacing(store: FileStore, folder: string): Placing {
  const placed: string[] = []
  let current: { key: string; spool: Spool } | undefined

  const close = async () => {
    await current?.spool.close()
    current = undefined
  }

  return {
    begin: async (key) => {
      current = { key, spool: await Spool.open(folder) }
    },
    write: async (bytes) => current?.spool.write(bytes),
    end: async ({ size, sha256 }) => {
      if (!current) return
      const { key, spool } = current
      // Whoever moves to another database keeps the folder or bucket: what is there already is not ours to take back.
      if (await store.has(key)) await demandSame(store, key, { size, sha256 })
      else {
        placed.push(key)
        await store.put(key, spool.toFile('', ''))
      }
      await close()
    },
    undo: async () => {
      for (const key of placed) await store.delete(key)
    },
    close,
  }
}

async function demandSame(store: FileStore, key: string, { size, sha256 }: { size: number; sha256: string }) {
  const hash = createHash('sha256')
  for await (const chunk of store.read(key, 0, size) as WebStream<Uint8Array>) hash.update(chunk)
  if (hash.digest('hex') !== sha256)
    throw new StartError(`another file ${key} is stored already: name another DATA_DIR or S3_URL`)
}
