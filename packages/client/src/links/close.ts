import type { AppRouter } from '@tandem/api'
import { TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'

/** Ends what is under way, and refuses what comes after. */
export interface Closing {
  link: TRPCLink<AppRouter>
  close(): void
}

/** Keeps track of a client's operations, to end them together: subscriptions complete, other calls fail. */
export function createClosing(): Closing {
  const ends = new Set<() => void>()
  let isClosed = false
  const refusal = () => new TRPCClientError<AppRouter>('The client is closed')
  return {
    link:
      () =>
      ({ op, next }) =>
        observable((observer) => {
          if (isClosed) return observer.error(refusal())
          const end = () => (op.type === 'subscription' ? observer.complete() : observer.error(refusal()))
          ends.add(end)
          const subscription = next(op).subscribe(observer)
          return () => {
            ends.delete(end)
            subscription.unsubscribe()
          }
        }),
    close() {
      isClosed = true
      for (const end of [...ends]) end()
    },
  }
}
