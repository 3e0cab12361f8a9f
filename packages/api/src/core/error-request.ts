import type { TRPCError } from '@trpc/server'

const requestIds = new WeakMap<TRPCError, string>()

/** Says which request an error belongs to. Without it, one that occurs before there is a context could not tell. */
export function setErrorRequest(error: TRPCError, requestId: string): void {
  requestIds.set(error, requestId)
}

export function errorRequest(error: TRPCError): string | undefined {
  return requestIds.get(error)
}
