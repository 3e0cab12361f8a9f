import pg from 'pg'
import { withLocation } from '../create-db.ts'
import type { Connection } from '../engine/connection.ts'
import { openExisting, type Place } from '../engine/existing.ts'
import { withClient } from '../engine/pool.ts'
import { migrationsOf } from '../migrate/migrate.ts'
import { inTransaction } from './session.ts'
import { MOVED, type MovedTable, quoted } from './tables.ts'

/** Everything in a database that travels, as it was at one moment. */
export interface Snapshot {
  /** Where the database is, without a password. */
  location: string
  migrations: readonly string[]
  tables: readonly MovedTable[]
  /** The rows of a table in their order, some at a time. Each is a JSON array of its values as PostgreSQL's texts, or null. */
  rowsOf(table: MovedTable): AsyncGenerator<string[]>
  /** The files there should be, in the order of their keys. */
  files(): AsyncGenerator<StoredFile[]>
}

export interface StoredFile {
  userId: string
  id: string
  size: number
  /** In hexadecimal. */
  sha256: string
}

interface SnapshotOptions {
  /** In seconds. Sessions do not travel, and their access tokens live that long at most. */
  accessTokenTtl: number
}

/**
 * Reads a database in one transaction that writes nothing. On PostgreSQL servers go on; an embedded database must not be in use.
 *
 * @throws {Error} where there is no database, and where its migrations are not those of this version
 */
export async function withSnapshot<T>(
  place: Place,
  options: SnapshotOptions,
  use: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const connection = await openExisting(place)
  if (!connection) throw new Error(`there is no database in ${place.dataDir}`)
  try {
    return await readConnection(connection, options, use)
  } finally {
    await connection.close()
  }
}

/** {@link withSnapshot} of a database that is open. */
export async function readConnection<T>(
  connection: Connection,
  { accessTokenTtl }: SnapshotOptions,
  use: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const { location } = connection
  const { applied, pending } = await migrationsOf(connection).catch((error: unknown) => {
    throw withLocation(connection, error)
  })
  if (applied.length === 0) throw new Error(`${location} is not a database of Tandem: it has no migrations`)
  if (pending.length > 0)
    throw new Error(
      `${location} lacks migrations of this version: export it with the version that serves it, or run migrate first`,
    )
  const snapshotOf = (client: pg.ClientBase): Snapshot => ({
    location,
    migrations: applied,
    tables: MOVED,
    rowsOf: (table) => rowsOf(client, table, accessTokenTtl),
    files: () => read<StoredFile>(client, FILES),
  })
  return connection.unhurried((session) =>
    withClient(session, (client) =>
      inTransaction(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', {
        work: async () => {
          // Nobody changes a table while it is read.
          const names = MOVED.map(({ name }) => quoted(name))
          await client.query(`LOCK TABLE ${names.join(', ')} IN ACCESS SHARE MODE`)
          return use(snapshotOf(client))
        },
      }),
    ),
  )
}

const FILES = `SELECT user_id AS "userId", id, size::float8 AS size, sha256 FROM files ORDER BY user_id, id`

async function* rowsOf(
  client: pg.ClientBase,
  { name, columns, order }: MovedTable,
  accessTokenTtl: number,
): AsyncGenerator<string[]> {
  const values = columns.map((column) => `${pg.escapeIdentifier(column)}::text`)
  const keys = order.map(
    // The order of a collation differs between servers.
    ({ column, isText }) => `${pg.escapeIdentifier(column)}${isText ? ' COLLATE "C"' : ''}`,
  )
  const source = name === 'revocations' ? revocationsWith(accessTokenTtl) : quoted(name)
  const rows = read<{ line: string }>(
    client,
    `SELECT to_json(ARRAY[${values.join(', ')}])::text AS line FROM ${source} AS moved ORDER BY ${keys.join(', ')}`,
  )
  for await (const some of rows) yield some.map(({ line }) => line)
}

/**
 * Sessions stay behind, so they count as ended: nobody could see or end them any more, and their access tokens may go on. They count
 * from their last use, at which the last of these was made.
 */
function revocationsWith(accessTokenTtl: number): string {
  return `(
    SELECT credential_id, revoked_at FROM revocations
    UNION ALL
    SELECT id, last_used_at FROM sessions
    WHERE revoked_at IS NULL AND last_used_at > now() - ${Math.ceil(accessTokenTtl)} * interval '1 s' - interval '1 minute'
      AND NOT EXISTS (SELECT FROM revocations WHERE credential_id = sessions.id)
  )`
}

/** How much is fetched at a time. Rows differ: a count follows from the size of those before. */
const FETCH = { characters: 512 * 1024, firstRows: 100, maxRows: 1_000 }

/** Reads rows through a cursor, so that memory holds some of them only. One at a time. */
async function* read<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  sql: string,
): AsyncGenerator<Row[]> {
  await client.query(`DECLARE moved NO SCROLL CURSOR FOR ${sql}`)
  for (let count = FETCH.firstRows; ; ) {
    const { rows } = await client.query<Row>(`FETCH ${count} FROM moved`)
    if (rows.length === 0) break
    yield rows
    const average = rows.reduce((sum, row) => sum + lengthOf(row), 0) / rows.length
    count = Math.max(1, Math.min(FETCH.maxRows, Math.floor(FETCH.characters / average)))
  }
  await client.query('CLOSE moved')
}

function lengthOf(row: pg.QueryResultRow): number {
  return Object.values(row).reduce((sum, value) => sum + String(value).length, 0)
}
