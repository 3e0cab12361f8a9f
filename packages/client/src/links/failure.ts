import type { AppRouter } from '@tandem/api'
import type { TRPCClientError } from '@trpc/client'

type Failed = TRPCClientError<AppRouter>

/** Statuses after which the same call may succeed: too many, or no server behind the proxy. */
const TRANSIENT = new Set([429, 502, 503, 504])

/** An answer that is not tRPC's: a proxy's page, for example. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
  readonly response: Response

  constructor(response: Response) {
    super(`The server answered with ${response.status} ${response.statusText}`.trimEnd())
    this.response = response
  }
}

/** Whether the call may succeed when it is sent again: the server was not reached, is not there, or asked to wait. */
export function isTransient(error: Failed): boolean {
  const status = statusOf(error)
  return status === undefined ? isNetworkFailure(error.cause) : TRANSIENT.has(status)
}

/** The status of the answer that made a call fail, if there was one. */
export function statusOf(error: Failed): number | undefined {
  return error.data?.httpStatus ?? responseOf(error)?.status
}

/** How long the server asked to wait, in ms. It sends seconds; a date, which proxies may send, is ignored. */
export function retryAfterOf(error: Failed): number | undefined {
  const header = responseOf(error)?.headers.get('retry-after')
  return header && /^\d+$/.test(header) ? Number(header) * 1000 : undefined
}

/** `fetch` throws a `TypeError` where no answer, or not all of it, has come; and its signal a `TimeoutError`. */
function isNetworkFailure(cause: unknown): boolean {
  return cause instanceof TypeError || (cause instanceof Error && cause.name === 'TimeoutError')
}

/** The answer that made a call fail. Of a batch, tRPC's errors have it only where it could be read. */
function responseOf({ cause, data, meta }: Failed): Response | undefined {
  if (cause instanceof UnreadableAnswer) return cause.response
  return data && meta?.response instanceof Response ? meta.response : undefined
}
