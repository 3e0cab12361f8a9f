import type pg from 'pg'

type Query = (...sent: unknown[]) => unknown
type Around = (answer: Promise<unknown>) => Promise<unknown>

/** Puts a function that is made for the connection around each query on a connection of the pool. */
export function aroundQueries(
  pool: pg.Pool,
  createQuery: (client: pg.PoolClient, query: Query) => Query,
): void {
  const known = new WeakSet<pg.PoolClient>()
  pool.on('acquire', (client) => {
    if (known.has(client)) return
    known.add(client)
    Object.assign(client, { query: createQuery(client, client.query.bind(client) as Query) })
  })
}

/** Passes the answer of each query on a connection of the pool through a function that is made for the connection. */
export function aroundAnswers(pool: pg.Pool, createAround: (client: pg.PoolClient) => Around): void {
  aroundQueries(pool, (client, query) => {
    const around = createAround(client)
    return (...sent) => {
      const answer = query(...sent)
      return answer instanceof Promise ? around(answer) : answer
    }
  })
}
