import type { AppRouter } from '@tandem/api'
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from '@trpc/client'
import { accessToken, discardToken } from '../session/session.ts'
import { trackedFetch } from './connection.ts'

const url = '/trpc'
const bearer = async () => ({ authorization: `Bearer ${await accessToken()}` })

const authorizedFetch = async (...args: Parameters<typeof trackedFetch>) => {
  const response = await trackedFetch(...args)
  if (response.status === 401) discardToken()
  return response
}

/** Sets the idempotency key of a call. Calls with the same key take effect once. */
export const withKey = (key: string) => ({ context: { key } })

/** The server's procedures. Calls made together are batched into one request, except calls with a key. */
export const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: ({ context }) => typeof context.key === 'string',
      true: httpLink({
        url,
        fetch: authorizedFetch,
        headers: async ({ op }) => ({ ...(await bearer()), 'idempotency-key': String(op.context.key) }),
      }),
      false: splitLink({
        // There is no token yet.
        condition: ({ path }) => path === 'auth.register',
        true: httpLink({ url, fetch: trackedFetch }),
        false: httpBatchLink({
          url,
          fetch: authorizedFetch,
          headers: bearer,
          maxItems: 20,
          maxURLLength: 6_000,
        }),
      }),
    }),
  ],
})

export type Client = typeof client
