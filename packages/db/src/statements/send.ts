import { hash } from 'node:crypto'
import type pg from 'pg'
import { isDeadlock } from '../errors.ts'
import type { EncodedValue } from './values.ts'

/** Runs one query on a connection of a pool, as a transaction of its own. */
export type Send = (query: pg.QueryConfig) => Promise<object[]>

/** Sets our prepared statements apart from those of anyone else on the same connection. */
const NAME_PREFIX = 'tandem_'

/** PostgreSQL cuts longer names off: two of them could become the same. */
const MAX_NAME_BYTES = 63

/** A query that ended a deadlock is sent again: its transaction was undone. */
const MAX_ATTEMPTS = 4

interface Text {
  readonly name: string
  readonly text: string
}

/** The driver's form of a statement and its values. An empty name is not prepared. */
export function toQuery({ name, text }: Text, values: EncodedValue[]): pg.QueryConfig {
  if (name === '') return { text, values }
  const prefixed = NAME_PREFIX + name
  const isTooLong = Buffer.byteLength(prefixed) > MAX_NAME_BYTES
  return { name: isTooLong ? NAME_PREFIX + hash('sha256', name, 'base64url') : prefixed, text, values }
}

export function sendOver(pool: pg.Pool): Send {
  return async (query) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const { rows } = await pool.query(query)
        return rows
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isDeadlock(error)) throw error
      }
    }
  }
}
