import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import type { Connection } from '../engine/connection.ts'
import { hasShards } from '../engine/sharded.ts'
import { demandUsable } from './demand-usable.ts'
import { checksum, type MigrationsFolder, prismaDirectory, readMigrations } from './migrations-folder.ts'

interface MigrateOptions {
  /** A folder of migrations other than the repository's `prisma/migrations`. */
  migrations?: string | undefined
  /** Names of those to apply. Default: all. */
  only?: readonly string[] | undefined
}

interface HistoryRow {
  migration_name: string
  checksum: string
  finished: boolean
}

/**
 * Checksums of texts that a migration had before, by its name. Migrations are never edited (`.ci/migrations` refuses it);
 * this one was, within a day. Later migrations make up for the difference, so a database that applied either text is fine.
 */
const EARLIER_TEXTS: Record<string, readonly string[]> = {
  '20261128023318_cheaper_writes': ['d2adfe5cb572ea24165298adc3ddc121af95bbe9fd6ac5e761daf2cd5407a1e6'],
}

/**
 * Applies the pending migrations and returns their names. Several processes may call it at the same time.
 *
 * @throws {Error} for a database that is too old or read-only, for a foreign one, for URLs that lead to what cannot be used, and for a
 *   history that does not fit the folder
 */
export async function migrate(
  connection: Connection,
  { migrations, only }: MigrateOptions = {},
): Promise<string[]> {
  await connection.demandSessions()
  // A pooler may have sessions from before the database became read-only.
  await connection.unhurried(demandUsable)
  const folder = await readMigrations(migrations)
  if (only) folder.migrations = folder.migrations.filter(({ name }) => only.includes(name))
  const history = await readHistory(connection.pool)
  // An unfinished migration has failed, or another process is running it now. Under the lock it is clear which.
  const settled = history.every(({ finished }) => finished)
  if (settled && pendingIn(folder, history).length === 0) return []
  return connection.exclusively(async (session) => {
    if (pendingIn(folder, await readHistory(session)).length === 0) return []
    // Five megabytes of WebAssembly: loaded only when there is something to apply.
    const { applyFolder } = await import('./schema-engine.ts')
    if (!(await hasShards({ engine: connection.engine, pool: session }))) return applyFolder(session, folder)
    const { runOnShards } = await import('../shards/migrate-shards.ts')
    return applyFolder(session, folder, (script) => runOnShards(session, script))
  })
}

/** The names of migrations that the database lacks. Throws when its history does not fit the folder. */
export async function pendingMigrations(
  connection: Connection,
  options: Pick<MigrateOptions, 'migrations'> = {},
): Promise<string[]> {
  return (await migrationsOf(connection, options)).pending
}

/** The names of migrations that the database has, and of those that it lacks. Throws as {@link pendingMigrations} does. */
export async function migrationsOf(
  connection: Connection,
  { migrations }: Pick<MigrateOptions, 'migrations'> = {},
): Promise<{ applied: string[]; pending: string[] }> {
  await connection.demandSessions()
  const history = await readHistory(connection.pool)
  const pending = pendingIn(await readMigrations(migrations), history)
  return { applied: history.map(({ migration_name }) => migration_name).sort(), pending }
}

interface DiffOptions extends MigrateOptions {
  /** The text of a Prisma schema, instead of the repository's. */
  schema?: string | undefined
}

/** The SQL that the migrations lack, compared with the Prisma schema; null when they lack nothing. */
export async function diffSchema({ migrations, schema }: DiffOptions = {}): Promise<string | null> {
  const file = path.join(prismaDirectory(), 'schema.prisma')
  const content = schema ?? (await readFile(file, 'utf8'))
  const folder = await readMigrations(migrations)
  const { openEmpty } = await import('./template.ts')
  const { applyFolder, diffDatabase } = await import('./schema-engine.ts')
  const connection = await openEmpty()
  try {
    await applyFolder(connection.pool, folder)
    return await diffDatabase(connection.pool, { path: file, content })
  } finally {
    await connection.close()
  }
}

function pendingIn({ migrations }: MigrationsFolder, history: HistoryRow[]): string[] {
  const known = new Map(migrations.map(({ name, sql }) => [name, sql]))
  for (const row of history) {
    const name = row.migration_name
    const sql = known.get(name)
    if (!row.finished) {
      throw new Error(
        `migration ${name} has failed here before, or is running now: mend the database, then set rolled_back_at (or finished_at) of its row in _prisma_migrations`,
      )
    }
    if (sql === undefined)
      throw new Error(
        `the database has migration ${name}, which this version does not know: start the version that has it, restore a copy from before it, or name another database with DATA_DIR or DATABASE_URL`,
      )
    if (!matches(sql, row.checksum) && !EARLIER_TEXTS[name]?.includes(row.checksum))
      throw new Error(`migration ${name} was changed after it was applied`)
  }
  const applied = new Set(history.map((row) => row.migration_name))
  return migrations.filter(({ name }) => !applied.has(name)).map(({ name }) => name)
}

async function readHistory(pool: pg.Pool): Promise<HistoryRow[]> {
  try {
    const { rows } = await pool.query<HistoryRow>(
      `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
    )
    return rows
  } catch (error) {
    const undefinedTable = '42P01'
    if (error instanceof Error && 'code' in error && error.code === undefinedTable) return []
    throw error
  }
}

/** Git may have changed the line ends, which Prisma ignores too. */
function matches(sql: string, recorded: string): boolean {
  const unix = sql.replaceAll('\r\n', '\n')
  return [sql, unix, unix.replaceAll('\n', '\r\n')].some((text) => checksum(text) === recorded)
}
