import pg from 'pg'
import { asOptions, asStatements, fromOptions, type Settings } from './settings.ts'
import { fitTransactions, sendAlone } from './shared-sessions.ts'

/** The server ends a statement at `statement`. One without an answer at `response` was lost on the network. */
const TIMEOUT_MS = {
  connection: 5_000,
  statement: 15_000,
  lock: 5_000,
  response: 20_000,
  idleTransaction: 30_000,
}

/**
 * SQLSTATEs of errors that leave the connection fit for use: bad data, broken constraints, conflicts, errors raised by
 * triggers (TD is this schema's own class), lock timeouts and cancellations.
 */
const CONNECTION_SURVIVES = /^(21|22|23|40|44|P0|TD)...$|^(55P03|57014)$/

/** Citus says so of a worker that it cannot reach. The session with Citus itself is as good as before, and a new one dear. */
const LOST_WORKER = /^08...$/

interface PoolOptions {
  max?: number
  /** False for migrations, which can take as long as they need. */
  timeLimits?: boolean
  /** Whether the URL is that of a pooler in transaction mode. */
  hasPooler?: boolean
}

/** Opens a pool on a PostgreSQL server. It connects when first used, and again whenever a connection is lost. */
export function serverPool(
  url: string,
  { max = 10, timeLimits = true, hasPooler = false }: PoolOptions = {},
): pg.Pool {
  const parsed = parseUrl(url)
  const given = parsed.searchParams.get('options') ?? ''
  const settings = settingsOf(fromOptions(given), timeLimits)
  if (hasPooler) parsed.searchParams.delete('options')
  else parsed.searchParams.set('options', `${given} ${asOptions(settings)}`.trimStart())
  const pool = new pg.Pool({
    connectionString: parsed.href,
    application_name: 'tandem',
    max,
    connectionTimeoutMillis: TIMEOUT_MS.connection,
    idleTimeoutMillis: 30_000,
    // Prepared statements last as long as their connection: this limits how long a stale one can.
    maxLifetimeSeconds: 1_800,
    // The statements of a group are sent without waiting for each other's answers.
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(timeLimits && { query_timeout: TIMEOUT_MS.response }),
  })
  if (!hasPooler) return toleratingErrors(pool)
  const shared = { settings: asStatements(settings), timeoutMs: TIMEOUT_MS.connection }
  pool.on('connect', (client) => fitTransactions(client, shared))
  return toleratingErrors(pool, sendAlone)
}

/**
 * Makes a pool survive the loss of its connections, and makes `pool.query` keep a connection whose query failed without
 * harming it: `pg` drops the connection after any error, so that every unique violation would cost a new one.
 */
export function toleratingErrors(pool: pg.Pool, send: SendOne = sendAsIs): pg.Pool {
  // An error event without a listener ends the process. The pool listens only to idle connections, so one lost after it
  // was handed out and before it is used would have no listener. Its next query fails anyway.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))

  const query = (query: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> => {
    const config = typeof query === 'string' ? { text: query, ...(values && { values }) } : query
    return withClient(pool, (client) => send(client, config))
  }
  return Object.assign(pool, { query })
}

/** How a query of its own is sent. */
type SendOne = (client: pg.ClientBase, query: pg.QueryConfig) => Promise<pg.QueryResult>

const sendAsIs: SendOne = (client, query) => client.query(query)

/** Lends a connection to `work`. The connection is dropped if `work` fails with an error that may have harmed it. */
export async function withClient<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  let isBroken = false
  try {
    return await work(client)
  } catch (error) {
    isBroken = !(error instanceof pg.DatabaseError && isSurvived(error))
    throw error
  } finally {
    client.release(isBroken)
  }
}

function isSurvived({ code = '', severity }: pg.DatabaseError): boolean {
  return CONNECTION_SURVIVES.test(code) || (severity === 'ERROR' && LOST_WORKER.test(code))
}

/** What sessions are set to. What the URL asks for comes after the time limits, and so overrides them. */
function settingsOf(given: Settings, timeLimits: boolean): Settings {
  const limits: Settings = [
    ['statement_timeout', `${TIMEOUT_MS.statement}`],
    ['lock_timeout', `${TIMEOUT_MS.lock}`],
    ['idle_in_transaction_session_timeout', `${TIMEOUT_MS.idleTransaction}`],
  ]
  return [
    ...(timeLimits ? limits : []),
    // One statement takes one core at most: the statistics of a million tasks took three from everybody else.
    ['max_parallel_workers_per_gather', '0'],
    ['jit', 'off'],
    ...given,
    // Prisma's adapter reads ISO dates only, and takes every time for UTC.
    ['TimeZone', 'UTC'],
    ['DateStyle', 'ISO'],
  ]
}

/** Describes where a database is, without user and password: `host:port/name`. */
export function describeUrl(url: string): string {
  const { host, port, database } = new pg.Client({ connectionString: parseUrl(url).href })
  return `${host}:${port}/${database}`
}

function parseUrl(url: string): URL {
  // The messages leave the URL out: it may contain a password.
  if (!/^postgres(ql)?:/.test(url)) throw new Error('DATABASE_URL must start with postgresql://')
  if (!URL.canParse(url)) throw new Error('DATABASE_URL is not a valid postgresql:// URL')
  return new URL(url)
}
