import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgliteSubscribe } from '../listen/pglite-subscription.ts'
import type { Connection } from './connection.ts'
import { LockedError, lockFile } from './directory-lock.ts'
import { pglitePool } from './pglite-pool.ts'
import { restartingPglite } from './restarting.ts'

/** Starts PGlite with the extensions that the migrations create. */
export function startPglite(options: PGliteOptions): Promise<PGlite> {
  return PGlite.create({ ...options, extensions: { pg_trgm } })
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
    // There is only one session, in this process.
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

/** Opens the database in `<dataDir>/db`, creating it if there is none. Rejects while another process has it open. */
export async function openEmbedded(dataDir: string): Promise<Connection> {
  const directory = path.resolve(dataDir, 'db')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const unlock = lock(directory)
  const unfinished = `${directory}.creating`
  try {
    // A process killed in initdb leaves an unusable database, in which nothing was stored yet.
    if (existsSync(unfinished)) rmSync(directory, { recursive: true, force: true })
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    const isNew = !existsSync(path.join(directory, 'PG_VERSION'))
    if (isNew) writeFileSync(unfinished, '')
    const open = () => startPglite({ dataDir: directory })
    const lite = await open()
    if (isNew) rmSync(unfinished, { force: true })
    return pgliteConnection(lite, directory, { afterClose: unlock, restart: open })
  } catch (error) {
    unlock()
    throw new Error(`cannot open the embedded database in ${directory}: ${describe(error)}`, { cause: error })
  }
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
