import pg from 'pg'

/** Errors that come with the end of the session: connection lost, shutdown, system error, internal error. */
const SESSION_ENDED = /^(08|57P|58|XX)/

/**
 * Runs queries one after another as one transaction, all sent at once. Resolves once it is committed, to the result of
 * each query; a result is rejected only where the driver could not read the answer.
 *
 * Rejects with what failed first. The transaction is known to be undone then, unless the error {@link endsSession}: the
 * answer to COMMIT may have been lost with the session.
 */
export async function runTransaction(
  client: pg.ClientBase,
  queries: readonly pg.QueryConfig[],
  begin = 'BEGIN',
): Promise<PromiseSettledResult<pg.QueryResult>[]> {
  const beginning = client.query(begin)
  const sent = queries.map((query) => client.query(query))
  const commit = client.query('COMMIT')
  const [begun, results, [committed]] = await Promise.all([
    Promise.allSettled([beginning]),
    Promise.allSettled(sent),
    Promise.allSettled([commit]),
  ])
  // PostgreSQL answers the COMMIT of an aborted transaction with ROLLBACK.
  if (committed.status === 'fulfilled' && committed.value.command === 'COMMIT') return results
  const errors = [...begun, ...results, committed].flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : [],
  )
  // The database says better than the driver what happened.
  throw errors.find((error) => error instanceof pg.DatabaseError) ?? errors[0]
}

/** Whether the session may have ended with an error, so that later answers are lost. */
export function endsSession(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || SESSION_ENDED.test(error.code ?? '')
}
