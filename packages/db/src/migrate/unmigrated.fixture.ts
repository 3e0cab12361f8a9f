import type { Connection } from '../engine/connection.ts'
import { openTestServer } from '../testing/test-server.ts'
import { testServerUrl } from '../testing/testing.ts'

/** Opens an empty database, without a history of migrations. */
export async function openUnmigrated(): Promise<Connection & { url?: string }> {
  if (!testServerUrl) {
    const { openEmpty } = await import('./template.ts')
    return openEmpty()
  }
  const connection = await openTestServer(testServerUrl)
  await connection.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  return connection
}
