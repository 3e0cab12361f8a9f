import { QueryCache, QueryClient } from '@tanstack/react-query'
import { renew } from '../session/session.ts'
import { isPassing, problemOf } from './problem.ts'

/** What the server has told. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // The token may have been revoked: a new one is asked for, and with it what failed. Without one, the session is over.
      if (problemOf(error)?.status !== 401) return
      renew().then(
        () => queries.invalidateQueries({ queryKey: query.queryKey }),
        () => {},
      )
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => isPassing(error) && count < 3,
      retryDelay: (count, error) => (problemOf(error)?.retryAfter ?? 0.5 * 2 ** count) * 1000,
    },
    // What cannot be done now is told at once, and does not happen later by surprise: only changes of tasks wait (sync/outbox).
    mutations: { networkMode: 'always' },
  },
})
