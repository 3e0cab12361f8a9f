import type pg from 'pg'

type Query = (...sent: unknown[]) => unknown
type Around = (answer: Promise<unknown>) => Promise<unknown>

/** Passes the answer of each query on a connection of the pool through a function that is made for the connection. */
export function aroundAnswers(pool: pg.Pool, createAround: (client: pg.PoolClient) => Around): void {
  const known = new WeakSet<pg.PoolClient>()
  pool.on('acquire', (client) => {
    if (known.has(client)) return
    known.add(client)
    const around = createAround(client)
    const query = client.query.bind(client) as Query
    const answering: Query = (...sent) => {
      const answer = query(...sent)
      return answer instanceof Promise ? around(answer) : answer
    }
    Object.assign(client, { query: answering })
  })
}
