import type { Connection } from '../engine/connection.ts'
import { DROP_EVERYTHING } from '../testing/drop-everything.ts'
import { openTestServer } from '../testing/test-server.ts'
import { testServerUrl } from '../testing/testing.ts'

/** Opens an empty database, without a history of migrations. */
export async function openUnmigrated(): Promise<Connection & { url?: string }> {
  if (!testServerUrl) {
    const { openEmptyTestMemory } = await import('../testing/test-memory.ts')
    return openEmptyTestMemory()
  }
  const connection = await openTestServer(testServerUrl)
  await connection.pool.query(DROP_EVERYTHING)
  return connection
}
