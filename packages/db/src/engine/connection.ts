import type pg from 'pg'
import { createServerClock } from '../listen/server-clock.ts'
import { serverSubscribe } from '../listen/server-subscription.ts'
import type { Subscribe } from '../listen/subscription.ts'
import { demandSessions } from './demand-sessions.ts'
import { describeUrl, serverPool } from './pool.ts'

/** The advisory lock of `prisma migrate deploy`, so that it and this code do not migrate at the same time. */
const MIGRATION_LOCK = 72707369

/** A pool on either engine, and the operations that differ between the engines. */
export interface Connection {
  engine: 'postgresql' | 'pglite'
  /** Where the database is, without a password. */
  location: string
  pool: pg.Pool
  subscribe: Subscribe
  /** The database's time, known once a subscription is confirmed. */
  clock: () => Date
  /** Rejects with a line for operators where the URLs lead to what cannot be used: see `demand-sessions.ts`. */
  demandSessions(): Promise<void>
  /** Runs `use` on a single session without time limits. */
  unhurried<T>(use: (session: pg.Pool) => Promise<T>): Promise<T>
  /** The same, in one process at a time. */
  exclusively<T>(use: (session: pg.Pool) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface ServerOptions {
  /** Leads to the same database where `url` is that of a pooler in transaction mode. For all that needs a session of its own. */
  directUrl?: string | undefined
  maxConnections?: number
  /** How long to wait for another process that is migrating, in ms. */
  lockTimeout?: number
}

/** Prepares a connection to a PostgreSQL server. It connects with the first query. */
export function openServer(
  url: string,
  { directUrl, maxConnections = 10, lockTimeout = 60_000 }: ServerOptions = {},
): Connection {
  const pool = serverPool(url, { max: maxConnections, hasPooler: directUrl !== undefined })
  const sessionUrl = directUrl ?? url
  const location = describeUrl(url)
  const clock = createServerClock()

  const lock = async (session: pg.Pool) => {
    try {
      await session.query(`SET lock_timeout = ${lockTimeout}`)
      await session.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`)
      await session.query('SET lock_timeout = 0')
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error
      const waited = `${lockTimeout / 1000} s`
      throw new Error(`another process has been migrating ${location} for more than ${waited}`, {
        cause: error,
      })
    }
  }

  const unhurried = async <T>(use: (session: pg.Pool) => Promise<T>) => {
    const session = serverPool(sessionUrl, { max: 1, timeLimits: false })
    try {
      return await use(session)
    } finally {
      await session.end()
    }
  }

  return {
    engine: 'postgresql',
    location,
    pool,
    subscribe: serverSubscribe(sessionUrl, { clock }),
    clock: clock.now,
    demandSessions: () => unhurried((direct) => demandSessions({ pool, direct }, { url, directUrl })),
    unhurried,
    // A single session: the schema engine takes the same lock, which only the session that holds it can take again.
    exclusively: (use) =>
      unhurried(async (session) => {
        await lock(session)
        return use(session)
      }),
    close: () => pool.end(),
  }
}
