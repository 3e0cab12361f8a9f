import type { AppRouter } from '@tandem/api'
import { createTRPCClient, splitLink, type TRPCClient, type TRPCLink } from '@trpc/client'
import { authorizeLink } from './links/authorize.ts'
import { createClosing } from './links/close.ts'
import type { Endpoint } from './links/endpoint.ts'
import { lazyLink } from './links/lazy.ts'
import { requestLink } from './links/request.ts'
import { resumeLink } from './links/resume.ts'
import type { Auth } from './session/auth.ts'
import { keptSession } from './session/kept-session.ts'
import { lazySession } from './session/lazy-session.ts'
import { apiKeySession, type Session } from './session/session.ts'

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
        false: [
          ...(retries > 0 ? [lazyRetries(retries)] : []),
          authorizeLink(session),
          requestLink(endpoint),
        ],
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

/** Loaded with the first call: a page that repeats calls itself does not have it. */
function lazyRetries(retries: number): TRPCLink<AppRouter> {
  return lazyLink(async () => (await import('./links/retry.ts')).retryLink(retries))
}

function sessionOf(auth: Auth, endpoint: Endpoint): Session {
  if ('apiKey' in auth) return apiKeySession(auth.apiKey)
  if ('accessToken' in auth) return keptSession(auth.accessToken)
  return lazySession(async () => {
    const { ownSession } = await import('./session/own-session.ts')
    return ownSession(auth, endpoint)
  })
}
