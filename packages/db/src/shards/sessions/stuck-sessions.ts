import type pg from 'pg'
import { aroundAnswers } from './around-answers.ts'

/** Cancelled by the database, or given up by the driver. */
const TIMED_OUT = /^(57014$|Query read timeout)/

export function hasTimedOut({ code, message }: { code?: string; message?: string }): boolean {
  return TIMED_OUT.test(code ?? message ?? '')
}

/**
 * Closes a connection after a statement that took too long. Citus says that it was cancelled and then waits, in the same session, for
 * the worker: whoever had the connection next would wait with it.
 */
export function closeStuckSessions(pool: pg.Pool): void {
  aroundAnswers(pool, (client) => (answer) => {
    answer.catch((error) => {
      if (hasTimedOut(error)) client.end().catch(() => {})
    })
    return answer
  })
}
