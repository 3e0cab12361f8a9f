import type pg from 'pg'
import { connectionLost } from './connection-lost.ts'

/** Citus warns, and reports success, where a worker is lost between a write and its commit. */
const LOST = /^failed to commit transaction on /

type Query = (...sent: unknown[]) => unknown

/** Makes a query fail whose commit may not have reached its worker, so that nobody takes it for done. */
export function refuseLostCommits(pool: pg.Pool): void {
  const guarded = new WeakSet<pg.PoolClient>()
  pool.on('acquire', (client) => {
    if (guarded.has(client)) return
    guarded.add(client)
    guard(client)
  })
}

function guard(client: pg.PoolClient): void {
  let warning: string | undefined
  client.on('notice', ({ message }) => {
    if (message !== undefined && LOST.test(message)) warning = message
  })
  const query = client.query.bind(client) as Query
  const guarded: Query = (...sent) => {
    const answer = query(...sent)
    if (!(answer instanceof Promise)) return answer
    return answer.then((result: unknown) => {
      if (warning === undefined) return result
      const error = connectionLost(warning)
      warning = undefined
      throw error
    })
  }
  Object.assign(client, { query: guarded })
}
