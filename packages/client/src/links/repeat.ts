import type { AppRouter } from '@tandem/api'
import { type Operation, type OperationLink, TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable, type Unsubscribable } from '@trpc/server/observable'

export interface Failure {
  error: TRPCClientError<AppRouter>
  /** Which attempt has failed: 1 for the first. */
  attempt: number
  /** Aborts when the caller no longer waits. */
  signal: AbortSignal
}

type Result = Parameters<Parameters<ReturnType<OperationLink<AppRouter>>['subscribe']>[0]['next'] & object>[0]

/** How one operation is repeated. */
export interface Repetition {
  /** The operation as it is sent, anew for each attempt. What it throws counts as the failure of that attempt. */
  prepare(): Operation | Promise<Operation>
  /** Sees each result. */
  onResult?(result: Result['result']): void
  /** Resolves to whether to send it again, once it is time to. What it throws is the operation's error. */
  isRepeated(failure: Failure): Promise<boolean>
}

/** A link that sends an operation until it succeeds or `isRepeated` says no. */
export function repeatLink(start: (op: Operation) => Repetition): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        const repetition = start(op)
        const stopped = new AbortController()
        const { signal } = stopped
        let current: Unsubscribable | undefined

        const send = async (attempt: number) => {
          let prepared: Operation
          try {
            prepared = await repetition.prepare()
          } catch (cause) {
            return fail({ error: TRPCClientError.from(cause as Error), attempt, signal })
          }
          if (signal.aborted) return
          current = next(prepared).subscribe({
            next(value) {
              repetition.onResult?.(value.result)
              observer.next(value)
            },
            complete: () => observer.complete(),
            error: (error) => {
              fail({ error, attempt, signal }).catch(giveUp)
            },
          })
        }
        const fail = async (failure: Failure) => {
          const isRepeated = await repetition.isRepeated(failure)
          if (signal.aborted) return
          if (isRepeated) await send(failure.attempt + 1)
          else observer.error(failure.error)
        }
        const giveUp = (cause: Error) => observer.error(TRPCClientError.from(cause))

        send(1).catch(giveUp)
        return () => {
          stopped.abort()
          current?.unsubscribe()
        }
      })
}
