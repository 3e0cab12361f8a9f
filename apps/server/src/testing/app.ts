import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDb, type Database } from '@tandem/db'
import { createTestDb } from '@tandem/db/testing'
import { onTestFinished } from 'vitest'
import { type AppOptions, buildApp } from '../app.ts'
import { createServices } from '../boot/services.ts'
import { parseEnv } from '../env.ts'
import { createUser, signIn } from './caller.ts'

/** The secret of every test server, for processes that must accept its tokens. */
export const SECRET = 'a secret for tests that is long enough'

export type TestApp = Awaited<ReturnType<typeof serve>>

let shared: Promise<TestApp> | undefined
let database: ReturnType<typeof createTestDb> | undefined

/** Closes the server of a test file. Modules outlive their test file, so `setup.ts` calls it after each one. */
export async function closeTestApp(): Promise<void> {
  const [serving, opening] = [shared, database]
  // At once: if they could not be opened, the next test file tries again.
  shared = undefined
  database = undefined
  try {
    await (await serving)?.app.close()
  } finally {
    await (await opening)?.close()
    if (folder) await rm(await folder, { recursive: true, force: true })
    folder = undefined
  }
}

let folder: Promise<string> | undefined

/** The folder of this test file's servers: files of another database would be strays to them. */
export function testFolder(): Promise<string> {
  folder ??= mkdtemp(path.join(tmpdir(), 'tandem-server-'))
  return folder
}

/** The whole server over a database of this test file, listening on loopback. */
export function testApp(): Promise<TestApp> {
  database ??= createTestDb()
  shared ??= database.then((opened) => serve(opened))
  return shared
}

/** The database of this test file through a pool of its own, as another process has it. PostgreSQL only. */
export async function openAsOtherProcess(): Promise<Database> {
  const opened = await database
  return createDb(opened?.url)
}

type Variables = Record<string, string>
type ServeOptions = Pick<AppOptions, 'logStream' | 'shutdown' | 'slowBodies' | 'stream' | 'webRoot'>

/** Another server over the database of this test file. It is closed when the test ends. */
export async function serveDuringTest(
  variables: Variables = {},
  { over, ...options }: ServeOptions & { over?: Database } = {},
): Promise<TestApp> {
  const server = await serve(over ?? (await testApp()).database, variables, options)
  onTestFinished(() => server.app.close())
  return server
}

/** The server over any database, as `main.ts` builds it. */
export async function serve(database: Database, variables: Variables = {}, options: ServeOptions = {}) {
  // Tests call more often than the limits allow. A test of a limit turns it on.
  const limitsOff = { RATE_LIMIT_MAX: '0', RATE_LIMIT_AUTH_MAX: '0' }
  const common = { NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: await testFolder() }
  const env = parseEnv({ ...common, ...limitsOff, ...variables })
  const log = { warn() {}, info() {} }
  const services = await createServices({ env, database, secret: env.JWT_SECRET ?? SECRET, log })
  const app = await buildApp({ env, database, services, ...options })
  // Otherwise it listens for as long as the database is open, which outlives the servers of many tests.
  app.addHook('onClose', () => services.revocations.stop())
  app.addHook('onClose', () => services.answers.close())
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    app,
    url,
    services,
    database,
    createUser: (role?: 'admin') => createUser(services, role),
    signIn: (role?: 'admin') => signIn({ app, url, services }, role),
  }
}

/** A log to pass to `serve`, and its lines. */
export function captureLog() {
  const lines: string[] = []
  return { lines, logStream: { write: (line: string) => void lines.push(line) } }
}
