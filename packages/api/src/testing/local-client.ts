import { createTRPCClient, TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { AppRouter, appRouter } from '../router.ts'

type Caller = ReturnType<(typeof appRouter)['createCaller']>

/** The client that front ends have, for tests without a server: it calls procedures in this process. */
export function localClient(caller: Caller) {
  return createTRPCClient<AppRouter>({ links: [callsOf(caller)] })
}

function callsOf(caller: Caller): TRPCLink<AppRouter> {
  return () =>
    ({ op }) =>
      observable((observer) => {
        const names = op.path.split('.')
        const call = names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), caller)
        if (typeof call !== 'function') throw new Error(`there is no procedure ${op.path}`)
        Promise.resolve(call(op.input)).then(
          (data) => {
            observer.next({ result: { type: 'data', data } })
            observer.complete()
          },
          (error: Error) => observer.error(TRPCClientError.from(error)),
        )
      })
}
