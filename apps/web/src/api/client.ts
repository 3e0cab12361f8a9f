import type { AppRouter } from '@tandem/api'
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from '@trpc/client'
import { accessToken, distrust } from '../session/session.ts'
import { fetchNoting } from './connection.ts'

const url = '/trpc'
const bearer = async () => ({ authorization: `Bearer ${await accessToken()}` })

const fetchAs = async (...asked: Parameters<typeof fetchNoting>) => {
  const answer = await fetchNoting(...asked)
  if (answer.status === 401) distrust()
  return answer
}

/** The idempotency key of a call: what is sent again with the same key takes effect once. */
export const withKey = (key: string) => ({ context: { key } })

/** The server's procedures. Queries of one moment go as one request; a call with a key goes alone. */
export const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: ({ context }) => typeof context.key === 'string',
      true: httpLink({
        url,
        fetch: fetchAs,
        headers: async ({ op }) => ({ ...(await bearer()), 'idempotency-key': String(op.context.key) }),
      }),
      false: splitLink({
        // Nobody has signed in yet.
        condition: ({ path }) => path === 'auth.register',
        true: httpLink({ url, fetch: fetchNoting }),
        false: httpBatchLink({ url, fetch: fetchAs, headers: bearer, maxItems: 20, maxURLLength: 6_000 }),
      }),
    }),
  ],
})

export type Client = typeof client
