import { randomInt } from 'node:crypto'
import pg from 'pg'
import { describeUrl } from './pool.ts'
import { keepsSettings } from './settings.ts'

interface Urls {
  url: string
  /** Leads past the pooler, if `url` is that of one. */
  directUrl: string | undefined
}

interface Sessions {
  /** The pool over `url`. */
  pool: pg.Pool
  /** A session over `directUrl`, or else over `url`. */
  direct: pg.Pool
}

/**
 * Demands sessions that keep their settings, and that both URLs lead to one database.
 *
 * @throws {Error} that tells an operator which variable to set or to change
 */
export async function demandSessions({ pool, direct }: Sessions, { url, directUrl }: Urls): Promise<void> {
  if (directUrl === undefined) {
    if (await hasOwnSessions(pool)) return
    throw new Error(
      `DATABASE_URL leads to a connection pooler (${describeUrl(url)}): set DIRECT_DATABASE_URL to the URL of the same database without it`,
    )
  }
  const refusal = (reason: string, cause?: unknown) =>
    new Error(`DIRECT_DATABASE_URL (${describeUrl(directUrl)}) ${reason}`, { cause })
  const isDirect = await hasOwnSessions(direct).catch((error: unknown) => {
    throw refusal(`cannot be used: ${error instanceof Error ? error.message : error}`, error)
  })
  if (!isDirect) throw refusal('leads to a connection pooler too')
  if (!(await isSameDatabase(pool, direct)))
    throw refusal(`leads to another database than DATABASE_URL (${describeUrl(url)})`)
}

async function hasOwnSessions(pool: pg.Pool): Promise<boolean> {
  try {
    return await keepsSettings(pool)
  } catch (error) {
    if (error instanceof pg.DatabaseError && REFUSED_SETTINGS.test(error.message)) return false
    throw error
  }
}

/** What PgBouncer says to `options` that it neither tracks nor ignores. */
const REFUSED_SETTINGS = /unsupported .*startup parameter/

/** Advisory locks belong to one database of one server. A copy of it has the same name and the same system identifier. */
async function isSameDatabase(pool: pg.Pool, direct: pg.Pool): Promise<boolean> {
  const key = randomInt(2 ** 47)
  await direct.query('SELECT pg_advisory_lock($1)', [key])
  const { rows } = await pool.query<{ isFree: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS "isFree"', [
    key,
  ])
  return rows[0]?.isFree === false
}
