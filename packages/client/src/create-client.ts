import type { AppRouter } from '@tandem/api'
import { createTRPCClient, splitLink, type TRPCClient, type TRPCLink } from '@trpc/client'
import { authorizeLink } from './links/authorize.ts'
import { createClosing } from './links/close.ts'
import type { Endpoint } from './links/endpoint.ts'
import { requestLink } from './links/request.ts'
import { resumeLink } from './links/resume.ts'
import { retryLink } from './links/retry.ts'
import type { Auth } from './session/auth.ts'
import { keptSession } from './session/kept-session.ts'
import { apiKeySession, type Session } from './session/session.ts'
import { type Grants, tokenSession } from './session/token-session.ts'

export interface ClientOptions {
  /** The server's root, such as `https://tasks.example.com`, with the path under which it is served if it has one. */
  url: string
  auth: Auth
  /** How often a call is repeated that may succeed later. 3 by default; 0 where another part of the program repeats. */
  retries?: number
  /** Sends every request, instead of the global `fetch`. */
  fetch?: typeof fetch
}

/** tRPC's client of the server's procedures. Its errors are tRPC's `TRPCClientError`s. */
export type TandemClient = TRPCClient<AppRouter> & {
  /**
   * Completes subscriptions, fails what is under way and every call that follows, and signs out a client that signed in with
   * a password. It never rejects.
   */
  close(): Promise<void>
}

/** Opens one stream for a subscription, with the credential that the context has. */
export type StreamLink = (endpoint: Endpoint) => TRPCLink<AppRouter>

const DEFAULT_RETRIES = 3

/**
 * The client, with either kind of streams.
 * @throws TypeError if `url` is not an absolute URL.
 */
export function assembleClient(options: ClientOptions, streamLink: StreamLink): TandemClient {
  const { auth, retries = DEFAULT_RETRIES } = options
  const endpoint = endpointOf(options)
  const session = sessionOf(auth, endpoint)
  const closing = createClosing()
  const client = createTRPCClient<AppRouter>({
    links: [
      closing.link,
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: [resumeLink(session), streamLink(endpoint)],
        false: [...(retries > 0 ? [retryLink(retries)] : []), authorizeLink(session), requestLink(endpoint)],
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

function endpointOf({ url, fetch: given }: ClientOptions): Endpoint {
  return {
    url: `${new URL(url).href.replace(/\/+$/, '')}/trpc`,
    fetch: given ?? ((...args) => fetch(...args)),
  }
}

function sessionOf(auth: Auth, endpoint: Endpoint): Session {
  if ('apiKey' in auth) return apiKeySession(auth.apiKey)
  if ('accessToken' in auth) return keptSession(auth.accessToken)
  return tokenSession(auth, grantsOf(endpoint))
}

/** How long signing out may take, in ms. */
const SIGN_OUT_TIMEOUT_MS = 5_000

function grantsOf(endpoint: Endpoint): Grants {
  const { auth } = createTRPCClient<AppRouter>({ links: [requestLink(endpoint)] })
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
