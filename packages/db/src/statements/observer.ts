import type pg from 'pg'
import type { Call } from './batch.ts'

/**
 * Sees the queries that are sent, such as to trace or to time them. There is none unless somebody asks for it, and then
 * nothing is called for a query.
 */
export interface QueryObserver {
  /** Called around every query, wherever it comes from. The text has placeholders instead of values. */
  query<T>(query: QueryText, send: () => Promise<T>): Promise<T>
  /** Whose statement is being called, for one that is sent later and with others. */
  caller(): unknown
  /** Called around the queries that are sent for these callers at once. A caller may be there more than once. */
  together<T>(callers: readonly unknown[], send: () => Promise<T>): Promise<T>
}

export interface QueryText {
  readonly name?: string | undefined
  readonly text: string
}

/** Where the observer is, if there is one. */
export interface Observed {
  observer: QueryObserver | undefined
}

/** One observer that is both. */
export function both(outer: QueryObserver, inner: QueryObserver): QueryObserver {
  return {
    query: (query, send) => outer.query(query, () => inner.query(query, send)),
    caller: () => [outer.caller(), inner.caller()],
    together: (callers, send) => {
      // What was called before there were two is nobody's.
      const pairs = callers.map((pair) => (Array.isArray(pair) ? pair : []))
      const sendInner = () =>
        inner.together(
          pairs.map(([, caller]) => caller),
          send,
        )
      return outer.together(
        pairs.map(([caller]) => caller),
        sendInner,
      )
    },
  }
}

/** Sends what several calls wait for. */
export function sendFor<T>(
  { observer }: Observed,
  calls: readonly Call[],
  send: () => Promise<T>,
): Promise<T> {
  if (!observer) return send()
  return observer.together(
    calls.map(({ caller }) => caller),
    send,
  )
}

/** From now on the observer sees every query of the pool: on connections that it lends, which is all that anybody can use. */
export function observePool(pool: pg.Pool, observed: Observed): void {
  const watched = new WeakSet<pg.PoolClient>()
  const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>
  Object.assign(pool, {
    connect: async () => {
      const client = await connect()
      if (!watched.has(client)) watch(client, observed)
      watched.add(client)
      return client
    },
  })
}

function watch(client: pg.PoolClient, observed: Observed): void {
  const query = client.query.bind(client) as (...sent: unknown[]) => Promise<unknown>
  const seen = (...sent: [string | QueryText, ...unknown[]]) => {
    const [config] = sent
    if (!observed.observer) return query(...sent)
    return observed.observer.query(typeof config === 'string' ? { text: config } : config, () =>
      query(...sent),
    )
  }
  Object.assign(client, { query: seen })
}
