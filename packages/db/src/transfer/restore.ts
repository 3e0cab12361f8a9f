import pg from 'pg'
import { openConnection, withLocation } from '../create-db.ts'
import type { Connection } from '../engine/connection.ts'
import type { Place } from '../engine/existing.ts'
import { withClient } from '../engine/pool.ts'
import { hasShards } from '../engine/sharded.ts'
import { migrate, migrationsOf } from '../migrate/migrate.ts'
import { readMigrations } from '../migrate/migrations-folder.ts'
import { ON_SHARDS } from '../shards/distribute.ts'
import { suspendRules } from './rules.ts'
import { inTransaction } from './session.ts'
import { LEFT_OUT, quoted } from './tables.ts'
import { renameTimeZones } from './time-zones.ts'

/** A database that is being filled. */
export interface Restoring {
  /** What follows are rows of this table. @throws where there is no such table or column, or the table has rows */
  begin(table: string, columns: readonly string[]): Promise<void>
  /** Stores rows of the table: a JSON array of rows as {@link Snapshot.rowsOf} gives them. */
  insert(rows: string): Promise<void>
  /** Whether a stored row says that there is this file. */
  hasFile(file: { userId: string; id: string }): Promise<boolean>
}

interface Restore {
  /** Those of the database that was exported. Rows fit these; those of this version that follow change the rows afterwards. */
  migrations: readonly string[]
  /** Fills the database. */
  fill(restoring: Restoring): Promise<void>
  /** Called where the database has stayed as it was for certain. */
  undo(): Promise<void>
}

/** Fills an empty database in one transaction and begins a new epoch. Resolves to where it is. */
export async function restore(place: Place, filling: Restore): Promise<string> {
  await demandKnown(filling.migrations)
  const connection = await openConnection(place.url, place)
  try {
    await restoreConnection(connection, filling)
    return connection.location
  } finally {
    await connection.close()
  }
}

/** {@link restore} of a database that is open. */
export async function restoreConnection(
  connection: Connection,
  { migrations, fill, undo }: Restore,
): Promise<void> {
  await demandEmpty(connection, migrations)
  await migrate(connection, { only: migrations })
  const begin = (await hasShards(connection)) ? `BEGIN; ${ON_SHARDS}` : 'BEGIN'
  await connection.exclusively((session) =>
    withClient(session, (client) =>
      inTransaction(client, begin, { work: () => fillWithoutRules(client, fill), undo }),
    ),
  )
  await migrate(connection)
}

async function demandKnown(migrations: readonly string[]): Promise<void> {
  const folder = await readMigrations()
  const known = new Set(folder.migrations.map(({ name }) => name))
  const unknown = migrations.find((name) => !known.has(name))
  if (unknown !== undefined)
    throw new Error(
      `the export has migration ${unknown}, which this version does not know: import it with the version that made it, or a newer one`,
    )
}

async function demandEmpty(connection: Connection, migrations: readonly string[]): Promise<void> {
  const { applied } = await migrationsOf(connection).catch((error: unknown) => {
    throw withLocation(connection, error)
  })
  if (applied.length > 0) {
    // Everything else belongs to a user. Each table is looked at again before its rows are stored.
    const { rows } = await connection.pool.query('SELECT FROM users LIMIT 1')
    if (rows.length > 0) throw notEmpty(connection.location)
  }
  const newer = applied.find((name) => !migrations.includes(name))
  if (newer !== undefined)
    throw new Error(
      `${connection.location} has migration ${newer} already, and the export is from before it: import it into a new database`,
    )
}

const notEmpty = (what: string) => new Error(`${what} is not empty: an import needs an empty database`)

async function fillWithoutRules(client: pg.ClientBase, fill: Restore['fill']): Promise<void> {
  const rules = await suspendRules(client)
  const restoring = await restoringInto(client)
  await fill(restoring)
  if (restoring.hasColumn('users', 'time_zone')) await renameTimeZones(client)
  await client.query('SELECT begin_epoch()')
  await rules.restore()
  // Nothing else does on the embedded engine, and a server would only do so after a while.
  for (const table of restoring.tables) await client.query(`ANALYZE ${quoted(table)}`)
}

/** The columns that can be set, with their types. */
const COLUMNS = `
  SELECT CASE nspname WHEN 'pgboss' THEN 'pgboss.' ELSE '' END || relname AS "table", attname AS name,
    format_type(atttypid, atttypmod) AS type
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
  WHERE relkind IN ('r', 'p') AND NOT relispartition AND nspname IN (current_schema(), 'pgboss')`

interface Filling extends Restoring {
  tables: Set<string>
  hasColumn(table: string, column: string): boolean
}

async function restoringInto(client: pg.ClientBase): Promise<Filling> {
  const { rows } = await client.query<{ table: string; name: string; type: string }>(COLUMNS)
  const types = new Map<string, Map<string, string>>()
  for (const { table, name, type } of rows) {
    if (table in LEFT_OUT) continue
    types.set(table, (types.get(table) ?? new Map()).set(name, type))
  }
  const tables = new Set<string>()
  let current = { table: '', insert: '' }
  return {
    tables,
    hasColumn: (table, column) => types.get(table)?.has(column) ?? false,
    begin: async (table, columns) => {
      const known = types.get(table)
      if (!known) throw new Error(`the export has a table ${printable(table)}, which no import fills`)
      if (tables.has(table)) throw new Error(`the export has the table ${table} twice`)
      tables.add(table)
      current = { table, insert: insertInto(table, columns, known) }
      await demandNoRows(client, table)
    },
    insert: async (json) => {
      try {
        await client.query(current.insert, [json])
      } catch (error) {
        if (!(error instanceof pg.DatabaseError)) throw error
        throw new Error(`the rows of ${current.table} cannot be stored: ${error.message}`, { cause: error })
      }
    },
    hasFile: async ({ userId, id }) => {
      const found = await client.query('SELECT FROM files WHERE user_id = $1 AND id = $2', [userId, id])
      return found.rows.length > 0
    },
  }
}

/** The names are compared with those of the database: what is in the export is never part of a statement by itself. */
function insertInto(table: string, columns: readonly string[], known: Map<string, string>): string {
  const unknown = columns.find((column) => !known.has(column))
  if (unknown !== undefined) throw new Error(`the table ${table} has no column ${printable(unknown)}`)
  const missing = [...known.keys()].find((column) => !columns.includes(column))
  if (missing !== undefined) throw new Error(`the export lacks the column ${missing} of the table ${table}`)
  const names = columns.map((column) => pg.escapeIdentifier(column))
  const values = columns.map((column, at) => `(row ->> ${at})::${known.get(column)}`)
  return `INSERT INTO ${quoted(table)} (${names.join(', ')})
    SELECT ${values.join(', ')} FROM jsonb_array_elements($1::jsonb) AS row`
}

async function demandNoRows(client: pg.ClientBase, table: string): Promise<void> {
  // A server that was started has planned its own jobs, and will again. All others are of users.
  if (table.startsWith('pgboss.')) {
    await client.query(`DELETE FROM ${quoted(table)}`)
    return
  }
  const { rows } = await client.query(`SELECT FROM ${quoted(table)} LIMIT 1`)
  if (rows.length > 0) throw notEmpty(`the table ${table}`)
}

const MAX_NAME = 63

/** A name that was read from a file, fit for a terminal. */
function printable(name: string): string {
  return JSON.stringify(name.slice(0, MAX_NAME))
}
