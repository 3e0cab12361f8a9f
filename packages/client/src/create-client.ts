import type { AppRouter } from '@tandem/api'
import { createTRPCClient, splitLink, type TRPCClient } from '@trpc/client'
import { authorizeLink } from './links/authorize.ts'
import { createClosing } from './links/close.ts'
import { requestLink } from './links/request.ts'
import { retryLink } from './links/retry.ts'
import { subscribeLinks } from './links/subscribe.ts'
import type { Auth } from './session/auth.ts'
import { apiKeySession, type Session } from './session/session.ts'
import { type Grants, tokenSession } from './session/token-session.ts'

export interface ClientOptions {
  /** The server's root, such as `https://tasks.example.com`, with the path under which it is served if it has one. */
  url: string
  auth: Auth
}

/** tRPC's client of the server's procedures. Its errors are tRPC's `TRPCClientError`s. */
export type TandemClient = TRPCClient<AppRouter> & {
  /**
   * Completes subscriptions, fails what is under way and every call that follows, and signs out a client that signed in with
   * a password. It never rejects.
   */
  close(): Promise<void>
}

/**
 * A client that signs in with the first call, sends up to 20 calls in a batch, and renews its tokens before they expire,
 * once for all calls. Failed queries are repeated, and so are mutations: each has an `Idempotency-Key` and takes effect once.
 * Subscriptions continue after the last event whatever happens to token and connection.
 * @throws TypeError if `url` is not an absolute URL.
 */
export function createClient({ url, auth }: ClientOptions): TandemClient {
  const endpoint = `${new URL(url).href.replace(/\/+$/, '')}/trpc`
  const session: Session =
    'apiKey' in auth ? apiKeySession(auth.apiKey) : tokenSession(auth, grantsOf(endpoint))
  const closing = createClosing()
  const client = createTRPCClient<AppRouter>({
    links: [
      closing.link,
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: subscribeLinks(endpoint, session),
        false: [retryLink, authorizeLink(session), requestLink(endpoint)],
      }),
    ],
  })
  const close = async () => {
    closing.close()
    await session.end().catch(() => undefined)
  }
  // tRPC's client is a proxy without fields, to which nothing can be added.
  return new Proxy(client, {
    get: (target, name, receiver) => (name === 'close' ? close : Reflect.get(target, name, receiver)),
  }) as TandemClient
}

/** How long signing out may take, in ms. */
const SIGN_OUT_TIMEOUT_MS = 5_000

function grantsOf(url: string): Grants {
  const { auth } = createTRPCClient<AppRouter>({ links: [requestLink(url)] })
  return {
    signIn: ({ email, password }) => auth.token.mutate({ grant_type: 'password', username: email, password }),
    refresh: (token) => auth.token.mutate({ grant_type: 'refresh_token', refresh_token: token }),
    signOut: ({ credential }) =>
      auth.logout.mutate(undefined, {
        context: { credential },
        signal: AbortSignal.timeout(SIGN_OUT_TIMEOUT_MS),
      }),
  }
}
