import type pg from 'pg'
import { type Migration, readMigrations } from './migrations-folder.ts'
import { applyFolder, diffDatabase } from './schema-engine.ts'
import { openMigrated } from './template.ts'

/** A database in memory in which nothing matters: to ask PostgreSQL what SQL means, and whether a migration works. */
export interface Trial {
  /** The rows of one statement. @throws PostgreSQL's error */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>
  /**
   * Applies a migration after those of the folder. Resolves to the SQL that the Prisma schema wants beyond it; null where it
   * wants nothing.
   *
   * @throws PostgreSQL's error
   */
  apply(migration: Migration | undefined, schema: { path: string; content: string }): Promise<string | null>
  close(): Promise<void>
}

/** Opens a database in memory with the migrations of a folder applied. */
export async function openTrial(directory: string): Promise<Trial> {
  const folder = await readMigrations(directory)
  const connection = await openMigrated(folder)
  const { pool } = connection
  return {
    query: async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) => {
      const { rows } = await pool.query<Row>(sql, values)
      return rows
    },
    apply: async (migration, schema) => {
      if (migration) await applyFolder(pool, { ...folder, migrations: [...folder.migrations, migration] })
      return diffDatabase(pool, schema)
    },
    close: connection.close,
  }
}
