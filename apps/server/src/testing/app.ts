import type { AppRouter, Services } from '@tandem/api'
import type { Database } from '@tandem/db'
import { createTestDb } from '@tandem/db/testing'
import { createTRPCClient, httpLink } from '@trpc/client'
import type { FastifyInstance } from 'fastify'
import { uuidv7 } from 'uuidv7'
import { type AppOptions, buildApp } from '../app.ts'
import { createServices } from '../boot/services.ts'
import { parseEnv } from '../env.ts'

const SECRET = 'a secret for tests that is long enough'

/** The password of every user whom `signIn` makes. */
export const PASSWORD = 'correct horse battery'

/** Its argon2id hash, at a cost that takes microseconds to verify: the cost is part of the hash. */
const PASSWORD_HASH =
  '$argon2id$v=19$m=8,t=1,p=1$PL3lb8ykYfnsuxUSRadSfg$PBg7L4K0OdhzEdrm4XOuCs4i5SrVY63M/FsH0Ya86Tk'

export type TestApp = Awaited<ReturnType<typeof serve>>

let shared: Promise<TestApp> | undefined
let database: Promise<Database> | undefined

/** Closes the server of a test file. Modules outlive their test file, so `setup.ts` calls it after each one. */
export async function closeTestApp(): Promise<void> {
  const [server, opened] = [await shared, await database]
  shared = undefined
  database = undefined
  await server?.app.close()
  await opened?.close()
}

/** The whole server over this test file's own database, listening on loopback. */
export function testApp(): Promise<TestApp> {
  database ??= createTestDb()
  shared ??= database.then((opened) => serve(opened))
  return shared
}

/** The server as `main.ts` builds it, over any database. */
export async function serve(
  database: Database,
  variables: Record<string, string> = {},
  logStream?: AppOptions['logStream'],
  webRoot?: string,
  stream: AppOptions['stream'] = {},
) {
  // Limits are off but where a test turns them on: a test calls more often than a person.
  const env = parseEnv({ LOG_LEVEL: 'silent', RATE_LIMIT_MAX: '0', RATE_LIMIT_AUTH_MAX: '0', ...variables })
  const services = await createServices({ env, database, secret: SECRET })
  const more = { ...(logStream && { logStream }), ...(webRoot !== undefined && { webRoot }) }
  const app = await buildApp({ env, database, services, stream, ...more })
  // Otherwise it listens for as long as the database is open, which outlives the servers of many tests.
  app.addHook('onClose', () => services.revocations.stop())
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, url, services, database, signIn: (role?: 'admin') => signIn({ app, url, services }, role) }
}

export type Caller = Awaited<ReturnType<typeof signIn>>

/** A user with a token, a REST client of their own and the official tRPC client. */
async function signIn(
  { app, url, services }: { app: FastifyInstance; url: string; services: Services },
  role: 'user' | 'admin' = 'user',
) {
  const id = uuidv7()
  await services.db.user.create({
    data: { id, name: 'Ada', role, email: `${id}@example.com`, passwordHash: PASSWORD_HASH },
  })
  const sessionId = uuidv7()
  await services.db.session.create({
    data: { id: sessionId, userId: id, expiresAt: new Date(Date.now() + 86_400_000) },
  })
  const token = services.accessTokens.sign({ id, role, sessionId })
  const authorization = `Bearer ${token}`
  return {
    id,
    url,
    sessionId,
    token,
    tasks: `/api/v1/${id}/tasks`,
    rest: (method: Method, path: string, options: RestOptions = {}) =>
      rest(app, method, path, { ...options, headers: { authorization, ...options.headers } }),
    trpc: createTRPCClient<AppRouter>({
      links: [httpLink({ url: `${url}/trpc`, headers: { authorization } })],
    }),
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'

interface RestOptions {
  headers?: Record<string, string>
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is. */
  body?: string | Buffer
}

/** One REST request; `body` is the parsed answer, or undefined where there is none. */
export async function rest(
  app: FastifyInstance,
  method: Method,
  url: string,
  { headers = {}, json, body }: RestOptions = {},
) {
  const answer = await app.inject({
    method,
    url,
    headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(json !== undefined ? { payload: JSON.stringify(json) } : body !== undefined && { payload: body }),
  })
  const parsed =
    /json/.test(String(answer.headers['content-type'])) && answer.body ? answer.json() : undefined
  return { status: answer.statusCode, headers: answer.headers, body: parsed, text: answer.body }
}
