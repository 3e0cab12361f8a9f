import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgliteSubscribe } from '../../listen/pglite-subscription.ts'
import type { Connection } from '../connection.ts'
import { LockedError, lockFile } from './directory-lock.ts'
import { DurableFiles, durableStart, flush, flushFolder } from './durable-files.ts'
import { pglitePool } from './pglite-pool.ts'
import { restartingPglite } from './restarting.ts'
import { ownCluster, shippedCluster, unpackCluster } from './shipped-cluster.ts'
import { hasEmbedded, unfinishedMark } from './unfinished.ts'

/** A new cluster's log of writes is in files of 1 MB: in one of 16 MB, the default, most of a new cluster's bytes would be zeros. */
const INITDB = ['--wal-segsize=1']

/** Starts PGlite with the extensions that the migrations create. */
export function startPglite(options: PGliteOptions): Promise<PGlite> {
  return PGlite.create({ ...options, initDbStartParams: INITDB, extensions: { pg_trgm } })
}

interface PgliteConnectionOptions {
  afterClose?: () => void
  /** Starts PGlite over the same files, after it stopped. */
  restart?: () => Promise<PGlite>
}

/** Makes a connection of a running PGlite. Closing the connection closes PGlite. */
export function pgliteConnection(
  lite: PGlite,
  location: string,
  { afterClose, restart }: PgliteConnectionOptions = {},
): Connection {
  const engine = restartingPglite(lite, restart)
  const pool = pglitePool(engine)
  return {
    engine: 'pglite',
    location,
    pool,
    subscribe: pgliteSubscribe(pool),
    // It runs in this process.
    clock: () => new Date(),
    demandSessions: async () => {},
    // There is only one session, in this process.
    unhurried: (use) => use(pool),
    exclusively: (use) => use(pool),
    close: async () => {
      try {
        await pool.end()
        await engine.close()
      } finally {
        afterClose?.()
      }
    },
  }
}

/**
 * Opens the database in `<dataDir>/db`. If there is none, it becomes a copy of the shipped cluster, and without one what
 * initdb makes. Rejects while another process has it open.
 */
export async function openEmbedded(dataDir: string, cluster = shippedCluster()): Promise<Connection> {
  const directory = path.resolve(dataDir, 'db')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const unlock = lock(directory)
  const open = () => startPglite({ fs: new DurableFiles(directory), startParams: durableStart })
  try {
    // A process killed while it makes the database leaves an unusable one, in which nothing was stored yet.
    if (existsSync(unfinishedMark(dataDir))) rmSync(directory, { recursive: true, force: true })
    const lite = hasEmbedded(dataDir) ? await open() : await make(dataDir, { cluster, open })
    return pgliteConnection(lite, directory, { afterClose: unlock, restart: open })
  } catch (error) {
    unlock()
    throw new Error(`cannot open the embedded database in ${directory}: ${describe(error)}`, { cause: error })
  }
}

interface MakeOptions {
  cluster: string | undefined
  open: () => Promise<PGlite>
}

/** Makes the database and leaves it open. What fails leaves nothing, and so no mark that a later copy would be thrown away for. */
async function make(dataDir: string, { cluster, open }: MakeOptions): Promise<PGlite> {
  const directory = path.resolve(dataDir, 'db')
  const mark = unfinishedMark(dataDir)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  // Unless a process was killed here before, what is there is not ours: perhaps a part of a copy.
  if (readdirSync(directory).length > 0)
    throw new Error('there are files in it, but no database: move them, or finish the copy')
  writeFileSync(mark, '')
  let lite: PGlite | undefined
  try {
    // Before there is something that could be taken for a database.
    await flush(path.dirname(directory))
    if (cluster) await unpackCluster(cluster, directory)
    lite = await open()
    if (cluster) await ownCluster(lite)
    await flushFolder(directory)
    rmSync(mark, { force: true })
    // A power cut must not bring it back: the next start would take the database for unfinished.
    await flush(path.dirname(directory))
    return lite
  } catch (error) {
    await lite?.close().catch(() => {})
    // If this fails too, the next start does it.
    await unmake(directory, mark).catch(() => {})
    throw error
  }
}

async function unmake(directory: string, mark: string): Promise<void> {
  rmSync(directory, { recursive: true, force: true })
  await flush(path.dirname(directory))
  rmSync(mark, { force: true })
}

function lock(directory: string): () => void {
  try {
    return lockFile(`${directory}.lock`)
  } catch (error) {
    if (!(error instanceof LockedError)) throw error
    const advice = 'stop it first, or set DATA_DIR or DATABASE_URL'
    throw new Error(`the embedded database in ${directory} is in use by process ${error.pid}: ${advice}`)
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
