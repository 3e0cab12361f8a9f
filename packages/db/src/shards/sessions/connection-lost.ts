import pg from 'pg'

/** An error as of a connection that was lost: try again, and where it was a write, whether it counts is not known. */
export function connectionLost(message: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(message, message.length, 'error'), { code: '08006' })
}
