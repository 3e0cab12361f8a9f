/**
 * Deducts `cost` from what a user or an address may still use of a limit in the current minute. Resolves to false when too
 * little is left. `calls` counts procedure calls, `attempts` counts sign-ins and other password checks.
 */
export type TakeFromLimit = (limit: 'calls' | 'attempts', of: string, cost: number) => Promise<boolean>

/** What a transport knows about one request, independent of the transport. */
export interface Call {
  requestId: string
  /** The raw `Authorization` header. */
  authorization?: string | undefined
  /** The raw `X-API-Key` header. */
  apiKey?: string | undefined
  /** The user named in the path, if the path names one. */
  pathUserId?: string | undefined
  /** The caller's network address, which rate limits are keyed by. */
  address: string
  userAgent?: string | undefined
  /** How many procedures the request calls: 10 for a batch of ten. */
  calls: number
  /** Whether the caller has left, so that nobody waits for the answer. */
  hasLeft?: (() => boolean) | undefined
  takeFromLimit: TakeFromLimit
  /** The raw `Idempotency-Key` header. */
  idempotencyKey?: string | undefined
  /** Called when the answer is a replay of the one stored under the idempotency key. */
  onReplay?: (() => void) | undefined
  /**
   * Called with the entity tag of an answer before the answer is computed. Throws to end the call early when the caller
   * already has the answer with this tag.
   */
  revalidate?: ((tag: string) => void) | undefined
  /** The request has `If-None-Match`, so reading the tag first may save computing the answer. */
  hasIfNoneMatch?: boolean
  /** Back-pressure: resolves once the reader of a stream has consumed what was sent. Undefined where the transport waits by itself. */
  drained?: (() => Promise<void>) | undefined
}
