import type { AppRouter } from '@tandem/api'
import { createTRPCClient } from '@trpc/client'
import type { Endpoint } from '../links/endpoint.ts'
import { requestLink } from '../links/request.ts'
import type { Session } from './session.ts'
import { type Grants, type TokenAuth, tokenSession } from './token-session.ts'

/** A session that the client opens, or renews, at the server's token endpoint. */
export function ownSession(auth: TokenAuth, endpoint: Endpoint): Session {
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
