import pg from 'pg'

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

interface PoolOptions {
  max?: number
  /** False for migrations, which can take as long as they need. */
  timeLimits?: boolean
}

/** Opens a pool on a PostgreSQL server. It connects when first used, and again whenever a connection is lost. */
export function serverPool(url: string, { max = 10, timeLimits = true }: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: withSettings(url, timeLimits),
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
  return toleratingErrors(pool)
}

/**
 * Makes a pool survive the loss of its connections, and makes `pool.query` keep a connection whose query failed without
 * harming it: `pg` drops the connection after any error, so that every unique violation would cost a new one.
 */
export function toleratingErrors(pool: pg.Pool): pg.Pool {
  // An error event without a listener ends the process. The pool listens only to idle connections, so one lost after it
  // was handed out and before it is used would have no listener. Its next query fails anyway.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))

  const query = (config: pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> =>
    withClient(pool, (client) => client.query(config, values))
  return Object.assign(pool, { query })
}

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
    isBroken = !(error instanceof pg.DatabaseError && CONNECTION_SURVIVES.test(error.code ?? ''))
    throw error
  } finally {
    client.release(isBroken)
  }
}

/** Adds our session settings to the URL. Those it has already come after the time limits, and so override them. */
function withSettings(url: string, timeLimits: boolean): string {
  const limits = {
    statement_timeout: TIMEOUT_MS.statement,
    lock_timeout: TIMEOUT_MS.lock,
    idle_in_transaction_session_timeout: TIMEOUT_MS.idleTransaction,
  }
  const parsed = parseUrl(url)
  const options = [
    ...(timeLimits ? Object.entries(limits).map(([name, value]) => `-c ${name}=${value}`) : []),
    parsed.searchParams.get('options'),
    // Prisma's adapter reads ISO dates only, and takes every time for UTC.
    '-c TimeZone=UTC -c DateStyle=ISO',
  ]
  parsed.searchParams.set('options', options.filter(Boolean).join(' '))
  return parsed.href
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
