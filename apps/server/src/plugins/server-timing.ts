import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '@tandem/db'
import type { QueryObserver } from '@tandem/db/types'
import fp from 'fastify-plugin'

/** What the queries of a request took, which may overlap. */
interface Spent {
  ms: number
}

/**
 * `Server-Timing`, which browsers show beside each request: how long it took, and how much of it the database. For development: it
 * would tell strangers how long a look-up takes.
 */
export const serverTiming = fp<{ database: Pick<Database, 'observe'> }>(async (app, { database }) => {
  const current = new AsyncLocalStorage<Spent>()
  const spent = new WeakMap<object, Spent>()

  const timed = async <T>(requests: Iterable<Spent>, send: () => Promise<T>): Promise<T> => {
    const began = performance.now()
    try {
      // What is sent for several is counted here.
      return await current.exit(send)
    } finally {
      for (const request of requests) request.ms += performance.now() - began
    }
  }
  const queries: QueryObserver = {
    caller: () => current.getStore(),
    query: (_query, send) => {
      const request = current.getStore()
      return request ? timed([request], send) : send()
    },
    together: (callers, send) => timed(new Set((callers as (Spent | undefined)[]).filter(isDefined)), send),
  }

  // After the body has been read, which ends what a hook before it has called.
  app.addHook('preHandler', (req, _reply, done) => {
    const request = { ms: 0 }
    spent.set(req, request)
    current.run(request, done)
  })
  app.addHook('onSend', (req, reply, _payload, done) => {
    const request = spent.get(req)
    const durations = { total: reply.elapsedTime, ...(request && { db: request.ms }) }
    const metrics = Object.entries(durations).map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`)
    reply.header('server-timing', metrics.join(', '))
    done()
  })
  const ignoreQueries = database.observe(queries)
  app.addHook('onClose', async () => ignoreQueries())
})

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined
}
