import pg from 'pg'

/** Milliseconds. A query that has not answered by `response` was lost on the way: the server ends it at `statement`. */
const timeouts = {
  connection: 5_000,
  statement: 15_000,
  lock: 5_000,
  response: 20_000,
  idleTransaction: 30_000,
}

/**
 * What a query may fail with while its connection stays good: bad data, broken constraints, conflicts, errors
 * raised by triggers (TD are this schema's own), lock timeouts and cancellations.
 */
const harmless = /^(21|22|23|40|44|P0|TD)...$|^(55P03|57014)$/

interface PoolOptions {
  max?: number
  /** Off for migrations, which may take as long as they need. */
  timeLimits?: boolean
}

/** Opens a pool on a PostgreSQL server. It connects when first used, and again whenever a connection is lost. */
export function serverPool(url: string, { max = 10, timeLimits = true }: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: withSettings(url, timeLimits),
    application_name: 'tandem',
    max,
    connectionTimeoutMillis: timeouts.connection,
    idleTimeoutMillis: 30_000,
    // Prepared statements are kept per connection: this is how long a stale one can last.
    maxLifetimeSeconds: 1_800,
    // Queries of one connection need not wait for each other's answers.
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(timeLimits && { query_timeout: timeouts.response }),
  })
  return steady(pool)
}

/**
 * Makes a pool survive the loss of its connections, and `pool.query` keep the connection of a query that failed
 * harmlessly: `pg` drops it on any error, so that every unique violation would cost a new one.
 */
export function steady(pool: pg.Pool): pg.Pool {
  // Unheard, an error ends the process, and the pool listens only while a connection is idle: a connection lost
  // between being handed out and being used has no other listener. Whoever uses it next gets an error.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))

  const query = (config: pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> =>
    withClient(pool, (client) => client.query(config, values))
  return Object.assign(pool, { query })
}

/** Lends a connection to some work, after which it is kept unless the work failed with what may have harmed it. */
export async function withClient<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  let broken = false
  try {
    return await work(client)
  } catch (error) {
    broken = !(error instanceof pg.DatabaseError && harmless.test(error.code ?? ''))
    throw error
  } finally {
    client.release(broken)
  }
}

/** Adds the session's settings to the URL. Its own come after the limits, to change them. */
function withSettings(url: string, timeLimits: boolean): string {
  const limits = {
    statement_timeout: timeouts.statement,
    lock_timeout: timeouts.lock,
    idle_in_transaction_session_timeout: timeouts.idleTransaction,
  }
  const parsed = parseUrl(url)
  const options = [
    ...(timeLimits ? Object.entries(limits).map(([name, value]) => `-c ${name}=${value}`) : []),
    parsed.searchParams.get('options'),
    // The adapter takes every time it gets for UTC, and reads ISO dates only.
    '-c TimeZone=UTC -c DateStyle=ISO',
  ]
  parsed.searchParams.set('options', options.filter(Boolean).join(' '))
  return parsed.href
}

/** Says where a database is, with neither user nor password: `host:port/name`. */
export function describeUrl(url: string): string {
  const { host, port, database } = new pg.Client({ connectionString: parseUrl(url).href })
  return `${host}:${port}/${database}`
}

function parseUrl(url: string): URL {
  // Not the URL itself: it may hold a password.
  if (!/^postgres(ql)?:/.test(url)) throw new Error('DATABASE_URL must start with postgresql://')
  if (!URL.canParse(url)) throw new Error('DATABASE_URL is not a valid postgresql:// URL')
  return new URL(url)
}
