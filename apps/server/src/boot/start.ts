import cluster from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Job, jobs as jobsOfApi, type Services, type Workers } from '@tandem/api'
import { createDb, type Database } from '@tandem/db'
import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import type { Env } from '../env.ts'
import { createLog } from '../http/log.ts'
import { WEB_ROOT } from '../plugins/web/web.ts'
import { StartError } from './fail-start.ts'
import { JOBS_MS, startJobs } from './jobs.ts'
import { reportOutages } from './outages.ts'
import { queueTurn } from './queue.ts'
import { readOrCreateSecret } from './secret.ts'
import { createServices } from './services.ts'
import { onStop, type StopRequest } from './stop.ts'

/** How long connections that queue at the end of the delay are accepted. */
const QUEUE_MS = 15_000

/** How long a stop may take after the delay: 15 s for connections that queue, 25 s for requests (shutdown.ts), 5 s for the rest. */
export const STOP_MS = 45_000

/** How many connections may wait to be accepted. Node's default is 511; further ones would be tried again after 1 s. */
const BACKLOG = 2_048

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
  const opening = open(env, log, options)
  let isOpen = false
  let request: StopRequest = { reason: 'an error', replaced: false }

  const stopping = closeWithGrace(
    { delay: env.DRAIN_DELAY + STOP_MS, logger: log, skip: [...SIGNALS] },
    async ({ err }) => {
      if (err) log.fatal({ err }, 'stopping after an error')
      else log.info({ reason: request.reason }, 'stopping')
      const delay = isOpen && !err ? env.DRAIN_DELAY : 0
      const { app, database, services, workers } = await opening
      app.startDraining({ replaced: request.replaced })
      const drained = workers.stop(JOBS_MS)
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

interface Open extends Running {
  app: FastifyInstance
  services: Services
  workers: Workers
}

async function open(
  env: Env,
  log: ReturnType<typeof createLog>,
  { prepare, jobs = jobsOfApi }: StartOptions,
): Promise<Open> {
  const database = await openDatabase(env)
  try {
    await prepare?.(database)
    const secret = env.JWT_SECRET ?? (await readOrCreateSecret(env.DATA_DIR))
    const watched = { ...database, listen: reportOutages(database.listen, log) }
    const services = await createServices({ env, database: watched, secret, log })
    const app = await buildApp({ env, database, services, webRoot: WEB_ROOT })
    // Fastify would listen on both loopback addresses, but wait at the close for the connections of one only.
    const host = env.HOST === 'localhost' ? '127.0.0.1' : env.HOST
    const url = await app.listen({ host, port: env.PORT, backlog: BACKLOG })
    const workers = await startJobs({ services, jobs, database: watched, log })
    return { app, url, database, services, workers }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** @throws StartError with the database's own message, which never holds a password */
export async function openDatabase(env: Env): Promise<Database> {
  try {
    return await createDb(env.DATABASE_URL, { dataDir: env.DATA_DIR })
  } catch (cause) {
    throw new StartError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
