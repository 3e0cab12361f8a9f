import { PrismaPg } from '@prisma/adapter-pg'
import { type Connection, openServer } from './engine/connection.ts'
import { PrismaClient } from './generated/client.ts'
import { createListen, type Listener } from './listen/keep-listening.ts'
import { migrate } from './migrate/migrate.ts'
import { gatherReads } from './statements/gather-reads.ts'
import { groupCommits, type WritesOf } from './statements/group-commits.ts'
import { sendOver } from './statements/send.ts'
import type { Run } from './statements/statement.ts'

/** The Prisma client. It is the same over both engines. */
export type Db = PrismaClient

export interface Database {
  client: Db
  /** Prepared statements over the client's own pool, for what Prisma would take several times as long for. */
  run: Run
  /** The same for statements that write, by whose they are. */
  writesOf: WritesOf
  engine: 'postgresql' | 'pglite'
  /** Where the data is, fit to print: never a password. */
  location: string
  /** Resolves when the database answers a query; rejects within seconds when it does not. */
  ping(): Promise<void>
  /**
   * Hears the notifications of a channel. Resolves, once it listens and `onReady` is done, to a function that stops
   * it. On PostgreSQL each call holds a connection outside the pool.
   */
  listen(channel: string, listener: Listener): Promise<() => Promise<void>>
  /** Stops listening, waits for the queries under way, then closes everything. More calls do nothing more. */
  close(): Promise<void>
}

export interface CreateDbOptions {
  /** Where the embedded database lives, in its subdirectory `db`. Default: `.data`. */
  dataDir?: string | undefined
  /** Connections to the PostgreSQL server. Default: 10. */
  maxConnections?: number | undefined
  /** Whether to apply pending migrations first. Default: true. */
  migrate?: boolean | undefined
}

/**
 * Opens the database: the PostgreSQL server at a URL, or with no URL the embedded one in `dataDir`, which only
 * one process at a time can open. Rejects when that fails, or when the migrations do.
 */
export async function createDb(url?: string, options: CreateDbOptions = {}): Promise<Database> {
  const connection = await openConnection(url, options)
  try {
    if (options.migrate ?? true) await migrate(connection)
  } catch (error) {
    await connection.close()
    throw reachError(connection, error)
  }
  return database(connection)
}

/** Says which database did not answer: the driver's error knows at best an address. */
function reachError({ location }: Connection, error: unknown): unknown {
  if (!(error instanceof Error && ('syscall' in error || /connection timeout/.test(error.message))))
    return error
  // One error for each address of a name, when it has several.
  const reason = error instanceof AggregateError ? error.errors.map(String).join(', ') : error.message
  return new Error(`cannot reach the database at ${location}: ${reason}`, { cause: error })
}

/** Opens the pool behind {@link createDb}, without a client and without migrating. */
export async function openConnection(
  url: string | undefined,
  { dataDir = '.data', maxConnections = 10 }: CreateDbOptions = {},
): Promise<Connection> {
  if (url) return openServer(url, { maxConnections })
  // Its megabytes are of no use to a server that has PostgreSQL.
  const { openEmbedded } = await import('./engine/embedded.ts')
  return openEmbedded(dataDir)
}

/** Milliseconds: sooner than other queries give up, because it is asked whether they would. */
const probe = { text: 'SELECT 1', query_timeout: 3_000 }

/** Puts the Prisma client over a connection. */
export function database(connection: Connection): Database {
  const { engine, location, pool, subscribe } = connection
  const { listen, stopAll } = createListen(subscribe)
  const client = new PrismaClient({
    // Its statements get no names: a name would be kept by every connection, for each of the forms a query can take.
    adapter: new PrismaPg(pool),
    errorFormat: 'minimal',
    // Waiting is for a connection: the embedded database has but one.
    transactionOptions: { maxWait: 5_000, timeout: 10_000 },
  })
  const send = sendOver(pool)
  let closing: Promise<void> | undefined

  return {
    client,
    run: gatherReads(send),
    writesOf: groupCommits(pool, send),
    engine,
    location,
    ping: async () => {
      await pool.query(probe)
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
