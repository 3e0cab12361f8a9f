import { randomUUID } from 'node:crypto'
import { type Database, type Db, database } from '../create-db.ts'
import type { Prisma, User } from '../generated/client.ts'
import { testCitusUrl, testServerUrl, testsScalarForm } from './environment.ts'
import { type RemoteCommand, recordRemoteCommands } from './remote-commands.ts'

export * as enums from '../generated/enums.ts'
export { cable } from './cable.ts'
export { createTables } from './create-tables.ts'
export { fillDataDir } from './data-dir.ts'
export { testCitusUrl, testEngine, testPoolerUrl, testServerUrl, throughPooler } from './environment.ts'
export { errorShapes } from './error-shapes.ts'
export { hasPooler, startPooler } from './pooler.ts'
export { untilBlocked } from './until-blocked.ts'

export interface TestDatabase extends Database {
  /** For a second process or pool. Undefined for PGlite, which can have neither. */
  url: string | undefined
}

/**
 * Opens a new, migrated, empty database. Close it when done. With `isSharded` its statements are those of a sharded one, and on Citus it
 * is one.
 */
export async function createTestDb({
  isSharded = testsScalarForm || testCitusUrl !== undefined,
} = {}): Promise<TestDatabase> {
  if (testCitusUrl && isSharded) {
    const { openTestCitus } = await import('./test-citus.ts')
    const connection = await openTestCitus(testCitusUrl)
    return { ...database(connection, { isSharded }), url: connection.url }
  }
  if (testServerUrl) {
    const { openTestServer } = await import('./test-server.ts')
    const connection = await openTestServer(testServerUrl)
    return { ...database(connection, { isSharded }), url: connection.url }
  }
  const { openTestMemory } = await import('./test-memory.ts')
  return { ...database(await openTestMemory(), { isSharded }), url: undefined }
}

/** Opens a new database on Citus, with what its coordinator has sent to workers so far. Close it when done. */
export async function createRecordedCitus(): Promise<TestDatabase & { remoteCommands: RemoteCommand[] }> {
  const { openTestCitus } = await import('./test-citus.ts')
  const connection = await openTestCitus(testCitusUrl ?? '')
  const remoteCommands = recordRemoteCommands(connection.pool)
  return { ...database(connection, { isSharded: true }), url: connection.url, remoteCommands }
}

/** Inserts a user with a unique email, and a password hash that matches no password. */
export function createTestUser(
  client: Pick<Db, 'user'>,
  overrides: Partial<Prisma.UserCreateInput> = {},
): Promise<User> {
  const id = randomUUID()
  const user = { id, email: `${id}@example.com`, name: 'Test', passwordHash: 'none', ...overrides }
  return client.user.create({ data: user })
}
