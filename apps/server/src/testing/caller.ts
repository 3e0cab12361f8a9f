import type { AppRouter, Scope, Services } from '@tandem/api'
import { createTRPCClient, httpLink } from '@trpc/client'
import type { FastifyInstance } from 'fastify'
import { uuidv7 } from 'uuidv7'

/** The password of every test user. */
export const PASSWORD = 'correct horse battery'

/** Its argon2id hash, at a cost that takes microseconds to verify: the cost is part of the hash. */
const PASSWORD_HASH =
  '$argon2id$v=19$m=8,t=1,p=1$PL3lb8ykYfnsuxUSRadSfg$PBg7L4K0OdhzEdrm4XOuCs4i5SrVY63M/FsH0Ya86Tk'

/** Inserts a user with an e-mail address of its own and {@link PASSWORD}. */
export async function createUser({ db }: Pick<Services, 'db'>, role: 'user' | 'admin' = 'user') {
  const id = uuidv7()
  const email = `${id}@example.com`
  await db.user.create({ data: { id, name: 'Ada', role, email, passwordHash: PASSWORD_HASH } })
  return { id, email }
}

export type Caller = Awaited<ReturnType<typeof signIn>>

/** Creates a user with a session, a REST client and the official tRPC client. */
export async function signIn(server: Server, role: 'user' | 'admin' = 'user') {
  const { app, url, services } = server
  const { id, email } = await createUser(services, role)
  const sessionId = uuidv7()
  await services.db.session.create({
    data: { id: sessionId, userId: id, expiresAt: new Date(Date.now() + 86_400_000) },
  })
  const token = services.accessTokens.sign({ id, role, sessionId })
  const headers = bearer({ token })
  const trpcWith = (headers: Credentials) =>
    createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, headers })] })
  const trpc = trpcWith(headers)
  const keys = new Map<Scope, Promise<{ key: string }>>()
  /** An API key of the user with this scope, as credentials. */
  const key = async (scope: Scope): Promise<Credentials> => {
    const made = keys.get(scope) ?? trpc.apiKey.create.mutate({ name: scope, scopes: [scope] })
    keys.set(scope, made)
    return { 'x-api-key': (await made).key }
  }
  return {
    id,
    email,
    url,
    sessionId,
    token,
    tasks: `/api/v1/${id}/tasks`,
    rest: (method: Method, path: string, options: RestOptions = {}) =>
      rest(app, method, path, { ...options, headers: { ...headers, ...options.headers } }),
    trpc,
    db: services.db,
    key,
    withKey: async (scope: Scope) => trpcWith(await key(scope)),
    admin: () => signIn(server, 'admin'),
  }
}

interface Server {
  app: FastifyInstance
  url: string
  services: Services
}

/** Credentials as headers: an access token, an API key, or none. */
export type Credentials = Record<string, string>

export function bearer({ token }: { token: string }) {
  return { authorization: `Bearer ${token}` }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'

interface RestOptions {
  headers?: Record<string, string>
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is. */
  body?: string | Buffer
}

/** One REST request. `body` is the parsed response, or undefined if it is not JSON. */
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
