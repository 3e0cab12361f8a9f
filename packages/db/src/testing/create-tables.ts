import type { Db } from '../create-db.ts'
import { openServer } from '../engine/connection.ts'
import { hasShards } from '../engine/sharded.ts'
import { splitStatements } from '../migrate/split-statements.ts'
import { runOnShards } from '../shards/migrate-shards.ts'
import { type Table, tables } from '../tables.ts'

interface Opened {
  client: Db
  url?: string | undefined
}

/** Creates tables that no migration makes, as one would: on a sharded database, those of users are distributed by their declarations. */
export async function createTables(
  { client, url }: Opened,
  script: string,
  declared: readonly Table[],
): Promise<void> {
  const connection = url === undefined ? undefined : openServer(url)
  try {
    if (connection && (await hasShards(connection))) {
      const all = [...Object.values<Table>(tables), ...declared]
      await connection.unhurried((session) => runOnShards(session, script, all))
    } else {
      for (const statement of splitStatements(script)) await client.$executeRawUnsafe(statement)
    }
  } finally {
    await connection?.close()
  }
}
