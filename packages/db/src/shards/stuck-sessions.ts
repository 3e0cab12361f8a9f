import type pg from 'pg'

/** Cancelled by the database, or given up by the driver. */
const TIMED_OUT = /^(57014$|Query read timeout)/

export function hasTimedOut({ code, message }: { code?: string; message?: string }): boolean {
  return TIMED_OUT.test(code ?? message ?? '')
}

type Query = (...sent: unknown[]) => unknown

/**
 * Closes a connection after a statement that took too long. Citus says that it was cancelled and then waits, in the same session, for
 * the worker: whoever had the connection next would wait with it.
 */
export function closeStuckSessions(pool: pg.Pool): void {
  const watched = new WeakSet<pg.PoolClient>()
  pool.on('acquire', (client) => {
    if (watched.has(client)) return
    watched.add(client)
    const query = client.query.bind(client) as Query
    const closing: Query = (...sent) => {
      const answer = query(...sent)
      if (answer instanceof Promise)
        answer.catch((error) => {
          if (hasTimedOut(error)) client.end().catch(() => {})
        })
      return answer
    }
    Object.assign(client, { query: closing })
  })
}
