import type pg from 'pg'
import { createServerClock } from '../listen/server-clock.ts'
import { serverSubscribe } from '../listen/server-subscription.ts'
import type { Subscribe } from '../listen/subscription.ts'
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
  /** Runs `use` on a single session without time limits, in one process at a time. */
  exclusively<T>(use: (session: pg.Pool) => Promise<T>): Promise<T>
  close(): Promise<void>
}

interface ServerOptions {
  maxConnections?: number
  /** How long to wait for another process that is migrating, in ms. */
  lockTimeout?: number
}

/** Prepares a connection to a PostgreSQL server. It connects with the first query. */
export function openServer(
  url: string,
  { maxConnections = 10, lockTimeout = 60_000 }: ServerOptions = {},
): Connection {
  const pool = serverPool(url, { max: maxConnections })
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

  return {
    engine: 'postgresql',
    location,
    pool,
    subscribe: serverSubscribe(url, { clock }),
    clock: clock.now,
    exclusively: async (use) => {
      // A single session: the schema engine takes the same lock, which only the session that holds it can take again.
      const session = serverPool(url, { max: 1, timeLimits: false })
      try {
        await lock(session)
        return await use(session)
      } finally {
        await session.end()
      }
    },
    close: () => pool.end(),
  }
}
