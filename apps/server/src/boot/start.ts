import cluster from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Job } from '@tandem/api'
import { createDb, type Database, loadEngine } from '@tandem/db'
import closeWithGrace from 'close-with-grace'
import type { Env } from '../env.ts'
import { createLog } from '../http/log.ts'
import { inDataDir, messageOf, StartError } from './fail-start.ts'
import { placeOf } from './place.ts'
import { queueTurn } from './queue.ts'
import type { Serving } from './serve.ts'
import { onStop, type StopRequest } from './stop.ts'

/** How long connections that queue at the end of the delay are accepted. */
const QUEUE_MS = 15_000

/** How long a stop may take after the delay: 15 s for connections that queue, 25 s for requests (shutdown.ts), 5 s for the rest. */
export const STOP_MS = 45_000

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

export interface Running {
  url: string
  database: Database
}

interface StartOptions {
  /** Runs after the database is open and before the server listens. */
  prepare?: (database: Database) => Promise<void>
  /** What runs beside requests. Default: the jobs of the API. */
  jobs?: readonly Job[]
}

/**
 * Opens the database, builds the app and listens. A signal to stop reverses that: not ready for `DRAIN_DELAY` while it
 * serves, then no new connections, then what is in flight ends, then the database is closed. @throws StartError
 */
export async function start(env: Env, options: StartOptions = {}): Promise<Running> {
  const log = createLog(env)
  const opening = keepingAwake(() => open(env, log, options))
  let isOpen = false
  let request: StopRequest = { reason: 'an error', replaced: false }

  const stopping = closeWithGrace(
    { delay: env.DRAIN_DELAY + STOP_MS, logger: log, skip: [...SIGNALS] },
    async ({ err }) => {
      if (err) log.fatal({ err }, 'stopping after an error')
      else log.info({ reason: request.reason }, 'stopping')
      const delay = isOpen && !err ? env.DRAIN_DELAY : 0
      const { app, database, services, stopJobs } = await opening
      app.startDraining({ replaced: request.replaced })
      const drained = stopJobs()
      await sleep(delay)
      if (isOpen && !err) await app.connections.quiet(queueTurn, QUEUE_MS)
      await app.close()
      await drained
      await services.answers.close()
      await database.close()
    },
  )
  // Before the start is complete, because a signal may come first.
  onStop(cluster.isWorker ? ['SIGTERM', 'SIGINT'] : SIGNALS, (received) => {
    request = received
    stopping.close()
  })
  // The primary replaces its workers at SIGHUP; a terminal that is closed sends it to them too.
  if (cluster.isWorker) process.on('SIGHUP', () => {})

  const { url, database } = await opening
  isOpen = true
  return { url, database }
}

/**
 * Keeps Node's event loop alive during work. When nothing does, Node waits for all that V8 compiles in the background, which was a
 * quarter of a second of a start on the embedded database.
 */
async function keepingAwake<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {}, 60_000)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

async function open(
  env: Env,
  log: ReturnType<typeof createLog>,
  { prepare, jobs }: StartOptions,
): Promise<Running & Serving> {
  // The server's code is loaded while the WebAssembly of the embedded database is compiled in the background.
  await loadEngine(env.DATABASE_URL)
  const [database, { serve }] = await Promise.all([openDatabase(env), import('./serve.ts')])
  try {
    await prepare?.(database)
    return { database, ...(await serve({ env, database, log, jobs })) }
  } catch (error) {
    await database.close()
    throw inDataDir(error, env.DATA_DIR) ?? error
  }
}

/** @throws StartError with the database's own message, which never holds a password */
export async function openDatabase(env: Env): Promise<Database> {
  try {
    const { url, ...place } = placeOf(env)
    return await createDb(url, { ...place, maxConnections: env.DATABASE_POOL_MAX })
  } catch (cause) {
    throw inDataDir(cause, env.DATA_DIR) ?? new StartError(messageOf(cause), { cause })
  }
}
