import type { PGlite } from '@electric-sql/pglite'
import type { Connection } from '../engine/connection.ts'
import { pgliteConnection } from '../engine/embedded/embedded.ts'
import { readMigrations } from '../migrate/migrations-folder.ts'
import { startEmpty, startMigrated } from '../migrate/template.ts'
import { catalogOf } from './catalog.ts'
import { DROP_EVERYTHING } from './drop-everything.ts'

/**
 * Starting PGlite takes over half a second of processor time even from a template, and most test files need one. So the
 * next test file gets one that was emptied, if everything but its rows is as it was at its start.
 */
interface Reusable {
  lite: PGlite
  /** Its schema, roles and settings at the start. */
  catalog: string
  /** Brings its rows back to those of the start. */
  reset: string
}

/** Each takes some 80 MB. A test file rarely needs a second. */
const MAX_IDLE = 2

const idle: Record<'migrated' | 'empty', Reusable[]> = { migrated: [], empty: [] }

/** Opens a migrated database in memory without rows of its own. */
export function openTestMemory(): Promise<Connection> {
  return open('migrated', async () => {
    const lite = await startMigrated(await readMigrations())
    return { lite, catalog: await catalog(lite), reset: await resetRows(lite) }
  })
}

/** Opens a database in memory with nothing in it. */
export function openEmptyTestMemory(): Promise<Connection> {
  return open('empty', async () => {
    const lite = await startEmpty()
    return {
      lite,
      catalog: await catalog(lite),
      reset: DROP_EVERYTHING,
    }
  })
}

async function open(kind: keyof typeof idle, start: () => Promise<Reusable>): Promise<Connection> {
  const reusable = idle[kind].pop() ?? (await start())
  const connection = pgliteConnection(reusable.lite, 'memory')
  return {
    ...connection,
    close: async () => {
      await connection.pool.end()
      if (idle[kind].length < MAX_IDLE && (await isResettable(reusable))) idle[kind].push(reusable)
      else await reusable.lite.close().catch(() => {})
    },
  }
}

/** Resets it. False if it has stopped, or a test changed more than its rows. */
async function isResettable(reusable: Reusable): Promise<boolean> {
  const { lite, reset } = reusable
  try {
    // `DISCARD ALL` is refused in the transaction that several statements make.
    for (const sql of ['ROLLBACK', 'DISCARD ALL', reset, 'DISCARD ALL']) await lite.exec(sql)
    return (await catalog(lite)) === reusable.catalog
  } catch {
    return false
  }
}

async function catalog(lite: PGlite): Promise<string> {
  const query = async (sql: string) => (await lite.query<object>(sql)).rows
  const around = `
    SELECT array(SELECT rolname FROM pg_roles ORDER BY 1) AS roles,
      array(SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_' ORDER BY 1) AS schemas,
      array(SELECT setconfig::text FROM pg_db_role_setting ORDER BY 1) AS settings`
  return JSON.stringify([await catalogOf(query), await query(around)])
}

/** The SQL that empties the tables, but for the rows that the migrations wrote. */
async function resetRows(lite: PGlite): Promise<string> {
  const { rows: tables } = await lite.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace) AND relkind = 'r'`,
  )
  const names = tables.map(({ name }) => name)
  const statements = [
    `TRUNCATE ${names.join(', ')} RESTART IDENTITY`,
    // What ANALYZE found out in one test would choose the plans of another.
    `DELETE FROM pg_statistic USING pg_class WHERE oid = starelid AND relnamespace = 'public'::regnamespace`,
    // Without triggers.
    'SET session_replication_role = replica',
  ]
  for (const name of names) {
    const { rows } = await lite.query<{ sql: string | null }>(
      `SELECT format('INSERT INTO %s SELECT * FROM json_populate_recordset(NULL::%1$s, %L)', '${name}', json_agg(t)) AS sql
       FROM ${name} AS t HAVING count(*) > 0`,
    )
    for (const { sql } of rows) if (sql) statements.push(sql)
  }
  return statements.join(';')
}
