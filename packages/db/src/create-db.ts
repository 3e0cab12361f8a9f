import { PrismaPg } from '@prisma/adapter-pg'
import { type Connection, openServer } from './engine/connection.ts'
import { createSharedTurns, createTurns, type Turns, within } from './engine/turns.ts'
import { PrismaClient } from './generated/client.ts'
import { createListen, type Listener } from './listen/keep-listening.ts'
import { migrate } from './migrate/migrate.ts'
import { gatherReads } from './statements/gather-reads.ts'
import { groupCommits, type WritesOf } from './statements/group-commits.ts'
import { sendOver } from './statements/send.ts'
import type { Run } from './statements/statement.ts'

/** The Prisma client, the same for both engines. */
export type Db = PrismaClient

export interface Database {
  client: Db
  /** Runs our own statements on the client's pool, at a fraction of what Prisma's engine costs. The same reads in one turn of the event loop share a query. */
  run: Run
  /** The same for the writes of an owner, which share commits with others. */
  writesOf: WritesOf
  /** The queues before the pool, by user. Work waits there before it takes a connection. */
  turns: {
    /** For pages that an index answers, each of which is short: all but two of the connections may be one user's. */
    pages: Turns
    /** For calls whose statements run alone: a third of the connections at most are one user's. */
    calls: Turns
    /** For what may read all rows of a user, such as searches and statistics: one of a user's calls at a time. */
    scans: Turns
    /** For transactions, which wait for each other at locks of their user anyway: one at a time. Writes of {@link writesOf} wait for their owner's. */
    transactions: Turns
  }
  engine: 'postgresql' | 'pglite'
  /** Where the database is, without a password. */
  location: string
  /** The database's time. On PostgreSQL it follows the server's clock once the process listens, whatever its own says. */
  clock: () => Date
  /**
   * Resolves when the database answers a query and has room on its disk. Rejects within seconds when it does not:
   * `failureKind` of `@tandem/db/errors` tells why.
   */
  ping(): Promise<void>
  /**
   * Listens to a channel. Resolves once `onReady` has completed, to a function that stops the listening. On PostgreSQL
   * each call holds a connection outside the pool.
   */
  listen(channel: string, listener: Listener): Promise<() => Promise<void>>
  /** Stops listening, waits for queries in progress, and closes all connections. Further calls do nothing more. */
  close(): Promise<void>
}

export interface CreateDbOptions {
  /** The embedded database is in its subdirectory `db`. Default: `.data`. */
  dataDir?: string | undefined
  /** Connections to the PostgreSQL server. Default: 10. */
  maxConnections?: number | undefined
  /** Whether to apply pending migrations first. Default: true. */
  migrate?: boolean | undefined
}

/**
 * Opens the database: the PostgreSQL server at a URL, or without a URL the embedded one in `dataDir`, which one process at
 * a time can open. Rejects if that or a migration fails.
 */
export async function createDb(url?: string, options: CreateDbOptions = {}): Promise<Database> {
  const connection = await openConnection(url, options)
  try {
    if (options.migrate ?? true) await migrate(connection)
  } catch (error) {
    await connection.close()
    throw withLocation(connection, error)
  }
  return database(connection)
}

/** Adds which database could not be reached: the driver's error has its address at best. */
function withLocation({ location }: Connection, error: unknown): unknown {
  if (!(error instanceof Error && ('syscall' in error || /connection timeout/.test(error.message))))
    return error
  // A host name with several addresses has an error for each.
  const reason = error instanceof AggregateError ? error.errors.map(String).join(', ') : error.message
  return new Error(`cannot reach the database at ${location}: ${reason}`, { cause: error })
}

/** Opens the pool of {@link createDb}, without migrating. */
export async function openConnection(
  url: string | undefined,
  { dataDir = '.data', maxConnections = 10 }: CreateDbOptions = {},
): Promise<Connection> {
  if (url) return openServer(url, { maxConnections })
  // Loaded on demand: PGlite is megabytes, which a server with PostgreSQL does not need.
  const { openEmbedded } = await import('./engine/embedded.ts')
  return openEmbedded(dataDir)
}

/** One user's calls use at most a third of the connections, and the calls of all users two thirds, but always one. */
const PARTS_OF_POOL = 3

/** Connections that pages of one user leave to everyone else. */
const FREE_OF_PAGES = 2

/**
 * Holds 256 kB with less memory than that, so PostgreSQL writes a temporary file: a full disk is noticed although reads still
 * work. Its timeout is shorter than that of other queries, so that it can report that they would time out.
 */
const PING = {
  text: `SET LOCAL work_mem = '64kB';
    WITH held AS MATERIALIZED (SELECT repeat('x', 1000) || n AS x FROM generate_series(1, 256) AS n)
    SELECT sum(length(x)) FROM held`,
  query_timeout: 3_000,
}

/** Makes the database of a connection, with the Prisma client over its pool. */
export function database(connection: Connection): Database {
  const { engine, location, pool, subscribe, clock } = connection
  const { listen, stopAll } = createListen(subscribe)
  const client = new PrismaClient({
    // Without names for its statements: each name is kept by every connection, and callers can vary a query endlessly.
    adapter: new PrismaPg(pool),
    errorFormat: 'minimal',
    // `maxWait` is for a connection, of which the embedded database has only one.
    transactionOptions: { maxWait: 5_000, timeout: 10_000 },
  })
  const send = sendOver(pool)
  const part = Math.max(1, Math.floor(pool.options.max / PARTS_OF_POOL))
  // Whoever reads and writes by key finds a connection, however many users read slowly.
  const callsOfAll = createSharedTurns({ concurrent: 2 * part, maxWaiting: 5_000 })
  const calls = within(createTurns({ concurrent: part }), callsOfAll)
  const turns = {
    pages: createTurns({ concurrent: Math.max(1, pool.options.max - FREE_OF_PAGES) }),
    calls,
    scans: within(createTurns({ concurrent: 1 }), calls),
    transactions: createTurns({ concurrent: 1 }),
  }
  let closing: Promise<void> | undefined

  return {
    client,
    run: gatherReads(send),
    writesOf: groupCommits(pool, send, turns.transactions),
    turns,
    engine,
    location,
    clock,
    ping: async () => {
      await pool.query(PING)
    },
    listen,
    close: () => {
      closing ??= stopAll()
        .then(() => client.$disconnect())
        .finally(() => connection.close())
      return closing
    },
  }
}
