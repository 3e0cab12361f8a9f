import type pg from 'pg'
import { withClient } from '../engine/pool.ts'
import { pipeline } from './pipeline.ts'

/**
 * Runs a statement with its values, `$1` the first of them. Rows come as the driver reads them: select what JSON can
 * hold, such as the text of an instant.
 *
 * With a `row` every value is a list of one element, and the statement one that does something for each place in its
 * lists, a hundred at most, and answers that with its `place`, from 1. Then it may be run as one with others of the same
 * text, whose rows are others.
 */
export type Run = <Row extends object>(
  sql: string,
  values: readonly unknown[],
  row?: string,
) => Promise<Row[]>

/** A statement that ended a deadlock is run again: it was a transaction of its own, and nothing of it has happened. */
const MOST_ATTEMPTS = 4
const isDeadlock = (error: unknown) => error instanceof Error && 'code' in error && error.code === '40P01'

/** Runs statements over a pool, each prepared under a name of its own by every connection that meets it. */
export function poolStatements(pool: pg.Pool, nameOf: (query: { sql: string }) => string): Run {
  return async <Row extends object>(sql: string, values: readonly unknown[]) => {
    const name = nameOf({ sql })
    for (let attempt = 1; ; attempt++) {
      try {
        return await withClient(pool, (client) => ask<Row>(client, name, sql, values))
      } catch (error) {
        if (attempt === MOST_ATTEMPTS || !isDeadlock(error)) throw error
      }
    }
  }
}

/** An empty name is the protocol's unnamed statement: it is not kept. */
async function ask<Row extends object>(
  client: pg.ClientBase,
  name: string,
  sql: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const outcome = await pipeline(client, [{ name, sql, values }])
  if (!Array.isArray(outcome)) throw outcome.error
  // What a statement answers is known to whoever wrote it.
  return outcome[0] as Row[]
}
