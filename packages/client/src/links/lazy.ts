import type { AppRouter } from '@tandem/api'
import { TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable, type Unsubscribable } from '@trpc/server/observable'

/** A link whose code is loaded with the first operation, so that the first load of a page is without it. */
export function lazyLink(load: () => Promise<TRPCLink<AppRouter>>): TRPCLink<AppRouter> {
  return (runtime) =>
    ({ op, next }) =>
      observable((observer) => {
        let subscription: Unsubscribable | undefined
        let isOver = false
        load()
          .then((link) => {
            if (!isOver) subscription = link(runtime)({ op, next }).subscribe(observer)
          })
          .catch((cause) => observer.error(TRPCClientError.from(cause)))
        return () => {
          isOver = true
          subscription?.unsubscribe()
        }
      })
}
