import { createDb, type Database } from '@tandem/db'
import closeWithGrace from 'close-with-grace'
import { buildApp } from '../app.ts'
import type { Env } from '../env.ts'
import { WEB_ROOT } from '../plugins/web/web.ts'
import { StartError } from './fail-start.ts'
import { keptSecret } from './secret.ts'
import { createServices } from './services.ts'

/** How long requests in flight may take to finish once the process is told to stop. */
const GRACE_MS = 10_000

export interface Running {
  url: string
  database: Database
}

interface StartOptions {
  /** Runs once the database is there and before the server listens. */
  prepare?: (database: Database) => Promise<void>
}

/** Opens the database, builds the app, listens, and closes all of it in order when the process is told to stop. */
export async function start(env: Env, { prepare }: StartOptions = {}): Promise<Running> {
  const database = await openDatabase(env)
  try {
    await prepare?.(database)
    const secret = env.JWT_SECRET ?? (await keptSecret(env.DATA_DIR))
    const services = await createServices({ env, database, secret })
    const app = await buildApp({ env, database, services, webRoot: WEB_ROOT })
    const url = await app.listen({ host: env.HOST, port: env.PORT })
    closeWithGrace({ delay: GRACE_MS, logger: app.log }, async ({ err, signal }) => {
      if (err) app.log.fatal({ err }, 'stopping after an error')
      else app.log.info({ signal }, 'stopping')
      await app.close()
      await database.close()
    })
    return { url, database }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** The database's own messages say what is wrong and never hold a password. */
export async function openDatabase(env: Env): Promise<Database> {
  try {
    return await createDb(env.DATABASE_URL, { dataDir: env.DATA_DIR })
  } catch (cause) {
    throw new StartError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
