import { PrismaPg } from '@prisma/adapter-pg'
import { createDatabaseTurns, type DatabaseTurns } from './database-turns.ts'
import { type Connection, openServer } from './engine/connection.ts'
import { hasShards } from './engine/sharded.ts'
import { noTurns } from './engine/turns.ts'
import { PrismaClient } from './generated/client.ts'
import { createListen, type Listener } from './listen/keep-listening.ts'
import { migrate } from './migrate/migrate.ts'
import { refuseLostCommits } from './shards/sessions/lost-commits.ts'
import { returnPlainColumns } from './shards/sessions/plain-returning.ts'
import { closeStuckSessions } from './shards/sessions/stuck-sessions.ts'
import { gatherReads } from './statements/gather-reads.ts'
import { groupCommits, type WritesOf } from './statements/group-commits.ts'
import { mergedInTransaction, type RunIn } from './statements/in-transaction.ts'
import { both, type Observed, observePool, type QueryObserver } from './statements/observer.ts'
import { oneByOne } from './statements/one-by-one.ts'
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
  /** The same inside a transaction of the client. Writes of different rows that are called together share a query. */
  runIn: RunIn
  /** The queues before the pool. */
  turns: DatabaseTurns
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
  /** How busy this process is with the database, at this moment. */
  load(): DatabaseLoad
  /** Shows every query to an observer from now on, until the function that it returns is called. */
  observe(observer: QueryObserver): () => void
  /**
   * Listens to a channel. Resolves once `onReady` has completed, to a function that stops the listening. On PostgreSQL
   * each call holds a connection outside the pool.
   */
  listen(channel: string, listener: Listener): Promise<() => Promise<void>>
  /** Stops listening, waits for queries in progress, and closes all connections. Further calls do nothing more. */
  close(): Promise<void>
}

export interface DatabaseLoad {
  /** Of the pool. Those that listen are not among them. */
  connections: { busy: number; idle: number; max: number }
  /** Work that waits for a connection of the pool, and work that waits for its turn before that. */
  waiting: { connection: number; turn: number }
  /** Since the start: work that found too much before it, or waited too long. */
  refusedTurns: number
}

export interface CreateDbOptions {
  /** The embedded database is in its subdirectory `db`. Default: `.data`. */
  dataDir?: string | undefined
  /** Where the URL is that of a pooler in transaction mode: the URL of the same database without it. */
  directUrl?: string | undefined
  /** Connections to the PostgreSQL server. Default: 10. */
  maxConnections?: number | undefined
  /**
   * Whether to apply pending migrations first. Default: true. Else it connects with the first query, and the database is taken for
   * one that is not sharded.
   */
  migrate?: boolean | undefined
}

/**
 * Opens the database: the PostgreSQL server at a URL, or without a URL the embedded one in `dataDir`, which one process at
 * a time can open. Rejects if that or a migration fails.
 */
export async function createDb(url?: string, options: CreateDbOptions = {}): Promise<Database> {
  const connection = await openConnection(url, options)
  try {
    if (options.migrate === false) return database(connection)
    await migrate(connection)
    return database(connection, { isSharded: await hasShards(connection) })
  } catch (error) {
    await connection.close()
    throw withLocation(connection, error)
  }
}

/** Applies the pending migrations of the database of {@link createDb}, and nothing else. Rejects as that does. */
export async function migrateDatabase(
  url: string | undefined,
  options: Pick<CreateDbOptions, 'dataDir' | 'directUrl'>,
): Promise<{ applied: string[]; location: string }> {
  const connection = await openConnection(url, options)
  try {
    return { applied: await migrate(connection), location: connection.location }
  } catch (error) {
    throw withLocation(connection, error)
  } finally {
    await connection.close()
  }
}

/** Adds which database could not be reached: the driver's error has its address at best. */
export function withLocation({ location }: Connection, error: unknown): unknown {
  if (
    !(
      error instanceof Error &&
      ('syscall' in error || /^Connection terminated due to connection timeout/.test(error.message))
    )
  )
    return error
  // A host name with several addresses has an error for each.
  const reason = error instanceof AggregateError ? error.errors.map(String).join(', ') : error.message
  return new Error(`cannot reach the database at ${location}: ${reason}`, { cause: error })
}

/** Opens the pool of {@link createDb}, without migrating. */
export async function openConnection(
  url: string | undefined,
  { dataDir = '.data', directUrl, maxConnections = 10 }: CreateDbOptions = {},
): Promise<Connection> {
  if (url) return openServer(url, { directUrl, maxConnections })
  const { openEmbedded } = await embeddedEngine()
  return openEmbedded(dataDir)
}

/** Loads the code of the engine that {@link createDb} opens for a URL, or without one. */
export async function loadEngine(url: string | undefined): Promise<void> {
  if (!url) await embeddedEngine()
}

/** Loaded on demand: PGlite is megabytes, which a server with PostgreSQL does not need. */
function embeddedEngine() {
  return import('./engine/embedded/embedded.ts')
}

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

/**
 * Makes the database of a connection, with the Prisma client over its pool. Where it is sharded by user, every statement runs in its
 * scalar form and alone; else statements about one row share queries and commits.
 */
export function database(
  connection: Connection,
  { isSharded }: { isSharded: boolean } = { isSharded: false },
): Database {
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
  const counts = noTurns()
  const { turns, ofOwner } = createDatabaseTurns(connection, { isSharded, counts })
  if (isSharded) {
    returnPlainColumns(pool)
    refuseLostCommits(pool)
    closeStuckSessions(pool)
  }
  const observed: Observed = { observer: undefined }
  const { run, writesOf, runIn } = isSharded
    ? oneByOne(send, ofOwner)
    : {
        run: gatherReads(send, observed),
        writesOf: groupCommits(pool, send, ofOwner, observed),
        runIn: mergedInTransaction(),
      }
  const observers = new Set<QueryObserver>()
  let isObserved = false
  let closing: Promise<void> | undefined

  return {
    client,
    run,
    writesOf,
    runIn,
    turns,
    engine,
    location,
    clock,
    ping: async () => {
      await pool.query(PING)
    },
    load: () => ({
      connections: {
        busy: pool.totalCount - pool.idleCount,
        idle: pool.idleCount,
        max: pool.options.max,
      },
      waiting: { connection: pool.waitingCount, turn: counts.waiting },
      refusedTurns: counts.refused,
    }),
    observe: (observer) => {
      // Not before somebody asks: the pool of a server that nobody observes stays as it is.
      if (!isObserved) observePool(pool, observed)
      isObserved = true
      observers.add(observer)
      observed.observer = [...observers].reduce(both)
      return () => {
        observers.delete(observer)
        observed.observer = observers.size > 0 ? [...observers].reduce(both) : undefined
      }
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
