import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import type { Connection } from '../engine/connection.ts'
import { LockedError, lockFile } from '../engine/embedded/directory-lock.ts'
import { pgliteConnection, startPglite } from '../engine/embedded/embedded.ts'
import { folderChecksum, type MigrationsFolder, prismaDirectory } from './migrations-folder.ts'
import { applyFolder } from './schema-engine.ts'
import { webAssembly } from './web-assembly.ts'

const { resolve } = createRequire(import.meta.url)

/** In ms. A template that was not read for this long belongs to migrations that have changed since. */
const MAX_UNREAD_MS = 3 * 24 * 60 * 60 * 1000

/** Opens an empty database in memory. It is a copy of a cached template, since initdb takes seconds. */
export async function openEmpty(): Promise<Connection> {
  return pgliteConnection(await startEmpty(), 'memory')
}

/** Opens a database in memory with a folder's migrations applied. It is a copy of a cached template. */
export async function openMigrated(folder: MigrationsFolder): Promise<Connection> {
  return pgliteConnection(await startMigrated(folder), 'memory')
}

/** Starts the PGlite of {@link openMigrated}. */
export async function startMigrated(folder: MigrationsFolder): Promise<PGlite> {
  return startFrom(await migratedTemplate(folder))
}

/** The archive of a database's files with a folder's migrations applied. */
export function migratedTemplate(folder: MigrationsFolder): Promise<string> {
  return template(folderChecksum(folder).slice(0, 16), async () => {
    const lite = await startEmpty()
    const session = pgliteConnection(lite, 'memory')
    await applyFolder(session.pool, folder)
    await session.pool.end()
    return lite
  })
}

/** The archive of an empty database's files. */
export function emptyTemplate(): Promise<string> {
  return template('empty', async () => {
    const lite = await startPglite(await pgliteFiles())
    for (const sql of DROP_TEMPLATES) await lite.exec(sql)
    return lite
  })
}

/** PostgreSQL copies these to make further databases, which PGlite cannot have. They are two thirds of the files. */
const DROP_TEMPLATES = [
  'UPDATE pg_database SET datistemplate = false',
  'DROP DATABASE template1',
  'DROP DATABASE template0',
]

/** Starts the PGlite of {@link openEmpty}. */
export async function startEmpty(): Promise<PGlite> {
  return startFrom(await emptyTemplate())
}

/** Emscripten fills PostgreSQL's buffers with zeros, 128 MB by default, which is half the time of a start. */
const SMALL_BUFFERS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=8MB']

async function startFrom(archive: string): Promise<PGlite> {
  const loadDataDir = new Blob([await readFile(archive)])
  return startPglite({ loadDataDir, startParams: SMALL_BUFFERS, ...(await pgliteFiles()) })
}

let loading: Promise<{ pgliteWasmModule: object; fsBundle: Blob }> | undefined

/** The files of PGlite, read and compiled once for all databases of a process. */
function pgliteFiles() {
  loading ??= (async () => {
    const file = (name: string) => readFile(resolve(`@electric-sql/pglite/${name}`))
    const [wasm, data] = await Promise.all([file('pglite.wasm'), file('pglite.data')])
    return { pgliteWasmModule: await webAssembly.compile(wasm), fsBundle: new Blob([data]) }
  })()
  return loading
}

/** A template's file in the cache. The first process that needs it builds it. */
async function template(name: string, build: () => Promise<PGlite>): Promise<string> {
  const cache = path.resolve(prismaDirectory(), '../node_modules/.cache/tandem')
  const file = path.join(cache, `cluster-${await pgliteVersion()}-${name}.tar`)
  if (!existsSync(file)) {
    await mkdir(cache, { recursive: true })
    const unlock = await waitForLock(`${file}.lock`)
    try {
      if (!existsSync(file)) await write(file, await build())
      await prune(cache)
    } finally {
      unlock()
    }
  }
  return file
}

/** The version of the embedded database's package. */
export async function pgliteVersion(): Promise<string> {
  const manifest = path.resolve(resolve('@electric-sql/pglite'), '../../package.json')
  return JSON.parse(await readFile(manifest, 'utf8')).version
}

async function write(file: string, lite: PGlite): Promise<void> {
  try {
    // Else every copy would begin with a recovery.
    await lite.exec('CHECKPOINT')
    const dump = await lite.dumpDataDir('none')
    const draft = `${file}.${process.pid}.draft`
    await writeFile(draft, Buffer.from(await dump.arrayBuffer()))
    await rename(draft, file)
  } finally {
    await lite.close()
  }
}

async function waitForLock(file: string): Promise<() => void> {
  for (;;) {
    try {
      return lockFile(file)
    } catch (error) {
      if (!(error instanceof LockedError)) throw error
      await sleep(50)
    }
  }
}

async function prune(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!/\.(tar|draft)$/.test(name)) continue
    const file = path.join(cache, name)
    const { atimeMs, mtimeMs } = await stat(file).catch(() => ({ atimeMs: Date.now(), mtimeMs: 0 }))
    if (Date.now() - Math.max(atimeMs, mtimeMs) > MAX_UNREAD_MS) await rm(file, { force: true })
  }
}
