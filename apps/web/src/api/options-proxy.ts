import { getUntypedClient, type TRPCClient } from '@trpc/client'
import type { AnyRouter } from '@trpc/server'
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query'

type Options = Record<string, unknown> | undefined

/**
 * The part of `@trpc/tanstack-react-query` that this app uses, with its types and its query keys. The package also contains
 * calls of a router in the same process and a hook for subscriptions, which no bundler can leave out: 3 kB of the first load.
 */
export function createOptionsProxy<Router extends AnyRouter>(
  client: TRPCClient<Router>,
): TRPCOptionsProxy<Router> {
  const untyped = getUntypedClient(client)
  const methodsOf = (path: readonly string[]): Record<string, (...args: never[]) => unknown> => {
    const keyOf = (type: string, input: unknown) => [path, { ...(input !== undefined && { input }), type }]
    const procedure = path.join('.')
    return {
      pathKey: () => [path],
      queryKey: (input?: unknown) => keyOf('query', input),
      infiniteQueryKey: (input?: unknown) => keyOf('infinite', input),
      queryOptions: (input?: unknown, options?: Options) => ({
        ...options,
        queryKey: keyOf('query', input),
        queryFn: () => untyped.query(procedure, input),
      }),
      mutationKey: () => [path],
      mutationOptions: (options?: Options) => ({
        ...options,
        mutationKey: [path],
        mutationFn: (input: unknown) => untyped.mutation(procedure, input),
      }),
    }
  }
  const proxyOf = (path: readonly string[]): unknown =>
    new Proxy(() => {}, {
      get: (_, name) => proxyOf([...path, String(name)]),
      apply: (_target, _this, args) => {
        const [name = ''] = path.slice(-1)
        const method = methodsOf(path.slice(0, -1))[name]
        if (!method) throw new Error(`${name} is not part of src/api/options-proxy.ts`)
        return method(...(args as never[]))
      },
    })
  return proxyOf([]) as TRPCOptionsProxy<Router>
}
