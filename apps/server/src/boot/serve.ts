import { type Job, jobs as jobsOfApi, type Services } from '@tandem/api'
import type { Database } from '@tandem/db'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import type { Env } from '../env.ts'
import type { createLog } from '../http/log.ts'
import { WEB_ROOT } from '../plugins/web/web.ts'
import { JOBS_MS, startJobs } from './jobs.ts'
import { reportOutages } from './outages.ts'
import { readOrCreateSecret } from './secret.ts'
import { createServices } from './services.ts'

/** How many connections may wait to be accepted. Node's default is 511; further ones would be tried again after 1 s. */
const BACKLOG = 2_048

interface ServeOptions {
  env: Env
  database: Database
  log: ReturnType<typeof createLog>
  jobs: readonly Job[] | undefined
}

export interface Serving {
  url: string
  app: FastifyInstance
  services: Services
  /** Takes no further jobs, and waits for those that run. */
  stopJobs(): Promise<void>
}

/** Serves a database that is open: listens, and runs jobs. */
export async function serve({ env, database, log, jobs = jobsOfApi }: ServeOptions): Promise<Serving> {
  const secret = env.JWT_SECRET ?? (await readOrCreateSecret(env.DATA_DIR))
  const watched = { ...database, listen: reportOutages(database.listen, log) }
  const services = await createServices({ env, database: watched, secret, log })
  const app = await buildApp({ env, database, services, webRoot: WEB_ROOT })
  // Fastify would listen on both loopback addresses, but wait at the close for the connections of one only.
  const host = env.HOST === 'localhost' ? '127.0.0.1' : env.HOST
  const url = await app.listen({ host, port: env.PORT, backlog: BACKLOG })
  const workers = await startJobs({ services, jobs, database: watched, log })
  return { url, app, services, stopJobs: () => workers.stop(JOBS_MS) }
}
