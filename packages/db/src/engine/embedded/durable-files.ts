import { type Dirent, fdatasyncSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** A file that PGlite has open. Folders have no descriptor. */
interface OpenFile {
  nfd?: number
}

/** Emscripten's file system over Node's, as far as it is used here. */
interface EmscriptenFiles {
  stream_ops: { fsync?: (file: OpenFile) => number }
  /** Turns an error of Node into one that the engine understands. */
  tryFSOperation(operation: () => void): void
}

/**
 * The files of an embedded database, flushed to the disk when PostgreSQL asks for it: before a commit is acknowledged, and at
 * a checkpoint. PGlite's own file system ignores that, so that a power cut could take what had been acknowledged.
 */
export class DurableFiles extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...args)
    const addFlush = ({ NODEFS }: { NODEFS?: EmscriptenFiles }) => {
      if (!NODEFS) throw new Error('PGlite no longer has its files in NODEFS')
      NODEFS.stream_ops.fsync = ({ nfd }) => {
        if (nfd !== undefined) NODEFS.tryFSOperation(() => fdatasyncSync(nfd))
        return 0
      }
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addFlush] } }
  }
}

/**
 * How PGlite starts PostgreSQL, but for `-F`, which turns flushing off. Emscripten knows `fsync` only, and its memory for buffers is
 * all in use from the start, each filled with zeros: PostgreSQL's 128 MB would be 96 MB more, for what the kernel caches anyway.
 */
export const durableStart = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'wal_sync_method=fsync', '-c', 'shared_buffers=32MB'],
]

/** Flushes all that is in a folder, and the folder itself. */
export async function flushFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true })
  const at = (entry: Dirent) => path.join(folder, entry.name)
  // At once, so that the disk can write many together. A folder of PostgreSQL has a few hundred.
  await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => flush(at(entry))))
  for (const entry of entries) if (entry.isDirectory()) await flushFolder(at(entry))
  await flush(folder)
}

/** Flushes a file, or the names in a folder. */
export async function flush(at: string): Promise<void> {
  const file = await open(at)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
