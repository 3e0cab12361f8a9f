import { createDb, type Database } from '@tandem/db'
import closeWithGrace from 'close-with-grace'
import { buildApp } from '../app.ts'
import type { Env } from '../env.ts'
import { WEB_ROOT } from '../plugins/web/web.ts'
import { StartError } from './fail-start.ts'
import { readOrCreateSecret } from './secret.ts'
import { createServices } from './services.ts'

/** How long requests in flight may take after the signal to stop. */
const GRACE_MS = 10_000

export interface Running {
  url: string
  database: Database
}

interface StartOptions {
  /** Runs after the database is open and before the server listens. */
  prepare?: (database: Database) => Promise<void>
}

/** Opens the database, builds the app and listens. Closes them in reverse order when the process gets a signal. */
export async function start(env: Env, { prepare }: StartOptions = {}): Promise<Running> {
  const database = await openDatabase(env)
  try {
    await prepare?.(database)
    const secret = env.JWT_SECRET ?? (await readOrCreateSecret(env.DATA_DIR))
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

/** @throws StartError with the database's own message, which never holds a password */
export async function openDatabase(env: Env): Promise<Database> {
  try {
    return await createDb(env.DATABASE_URL, { dataDir: env.DATA_DIR })
  } catch (cause) {
    throw new StartError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
