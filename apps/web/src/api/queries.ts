import { QueryClient } from '@tanstack/react-query'
import { isTransient, problemOf } from './problem.ts'

export const queries = new QueryClient({
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
