import type pg from 'pg'
import { runTransaction } from './transaction.ts'

/**
 * A pooler in transaction mode gives a connection a session of the server for one transaction at a time, and others have it
 * before and after. So a session keeps nothing: settings are made in every transaction, and statements are not prepared
 * under names.
 */
interface SharedSessions {
  /** Statements that each transaction begins with. */
  settings: string
  /** How long a transaction waits for a session, in ms. */
  timeoutMs: number
}

type Query = (...sent: [config: string | pg.QueryConfig, ...rest: unknown[]]) => Promise<pg.QueryResult>

/** Makes every transaction on a connection one that {@link SharedSessions} can hold, whoever begins it. */
export function fitTransactions(client: pg.ClientBase, { settings, timeoutMs }: SharedSessions): void {
  const query = client.query.bind(client) as Query
  const fit = ({ name: _, ...unnamed }: pg.QueryConfig) => {
    const begin = /^BEGIN\b[^;]*/.exec(unnamed.text)?.[0]
    if (begin === undefined) return unnamed
    const text = `${begin}; ${settings}${unnamed.text.slice(begin.length)}`
    return { ...unnamed, text, query_timeout: timeoutMs }
  }
  const fitting: Query = (config, ...rest) =>
    query(fit(typeof config === 'string' ? { text: config } : config), ...rest)
  Object.assign(client, { query: fitting })
}

/** Sends a query as a transaction, whose settings it needs. */
export async function sendAlone(client: pg.ClientBase, query: pg.QueryConfig): Promise<pg.QueryResult> {
  const [result] = await runTransaction(client, [query])
  if (result?.status !== 'fulfilled') throw result?.reason
  return result.value
}
