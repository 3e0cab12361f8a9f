import { QueryCache, QueryClient } from '@tanstack/react-query'
import { renewToken } from '../session/session.ts'
import { isTransient, problemOf } from './problem.ts'

export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // The token may have been revoked, so get a new one and repeat the query. If that fails too, the session is over.
      if (problemOf(error)?.status !== 401) return
      renewToken().then(
        () => queries.invalidateQueries({ queryKey: query.queryKey }),
        () => {},
      )
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => isTransient(error) && count < 3,
      retryDelay: (count, error) => (problemOf(error)?.retryAfter ?? 0.5 * 2 ** count) * 1000,
    },
    // Offline, a mutation fails at once instead of running later. Only changes of tasks wait, in sync/outbox.ts.
    mutations: { networkMode: 'always' },
  },
})
