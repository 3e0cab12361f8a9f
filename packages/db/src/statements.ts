import type pg from 'pg'

/**
 * Runs a statement with its values, `$1` the first of them. Rows come as the driver reads them: select what JSON can
 * hold, such as the text of an instant.
 */
export type Run = <Row extends object>(sql: string, values: readonly unknown[]) => Promise<Row[]>

/** A statement that ended a deadlock is run again: it was a transaction of its own, and nothing of it has happened. */
const MOST_ATTEMPTS = 4
const isDeadlock = (error: unknown) => error instanceof Error && 'code' in error && error.code === '40P01'

/** Runs statements over a pool, each prepared under a name of its own by every connection that meets it. */
export function poolStatements(pool: pg.Pool, nameOf: (query: { sql: string }) => string): Run {
  return async <Row extends object>(sql: string, values: readonly unknown[]) => {
    // An empty name is the protocol's unnamed statement: it is not kept.
    const config = { name: nameOf({ sql }), text: sql, values: values as unknown[] }
    for (let attempt = 1; ; attempt++) {
      try {
        return (await pool.query<Row>(config)).rows
      } catch (error) {
        if (attempt === MOST_ATTEMPTS || !isDeadlock(error)) throw error
      }
    }
  }
}
