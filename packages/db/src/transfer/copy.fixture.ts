import type { Connection } from '../engine/connection.ts'
import { testServerUrl } from '../testing/testing.ts'
import { restoreConnection } from './restore.ts'
import { readConnection } from './snapshot.ts'
import { MOVED, type MovedTable } from './tables.ts'

/** Opens a migrated database without rows, of the engine of this run. */
export async function openMigrated(): Promise<Connection> {
  if (testServerUrl) return (await import('../testing/test-server.ts')).openTestServer(testServerUrl)
  return (await import('../testing/test-memory.ts')).openTestMemory()
}

export interface Copy {
  migrations: readonly string[]
  /** The rows of each table, as an export holds them. */
  rows: { table: MovedTable; rows: string[] }[]
}

/** All rows of a database. */
export function readCopy(from: Connection, tables: readonly MovedTable[] = MOVED): Promise<Copy> {
  return readConnection(from, { accessTokenTtl: 900 }, async (snapshot) => {
    const rows: Copy['rows'] = []
    for (const table of tables) {
      const all: string[] = []
      for await (const some of snapshot.rowsOf(table)) all.push(...some)
      rows.push({ table, rows: all })
    }
    return { migrations: snapshot.migrations, rows }
  })
}

/** Fills a database with the rows of a copy. */
export async function fillFrom(
  { migrations, rows }: Copy,
  to: Connection,
  undo = async () => {},
): Promise<void> {
  await restoreConnection(to, {
    migrations,
    undo,
    fill: async (restoring) => {
      for (const { table, rows: all } of rows) {
        await restoring.begin(table.name, table.columns)
        if (all.length > 0) await restoring.insert(`[${all.join(',')}]`)
      }
    },
  })
}
