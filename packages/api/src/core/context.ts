import type { Db, Run, WritesOf } from '@tandem/db/types'
import type { AccessTokens } from '../identity/access-token.ts'
import type { ApiKeys } from '../identity/api-key.ts'
import type { RefreshTokens } from '../identity/refresh-token.ts'
import type { Revocations } from '../identity/revocations.ts'
import type { Idempotency } from '../persistence/idempotency.ts'
import type { TaskFeed } from '../task/sync/feed.ts'
import { type Caller, identify } from './caller.ts'

/** What the procedures work with; the application makes it once and hands it in. */
export interface Services {
  db: Db
  /** Prepared statements over the pool of `db`, for what has to be fast. Reads by key that come together are one statement. */
  run: Run
  /** The same for the writes of a user's rows, which share commits with others'. */
  writesOf: WritesOf
  apiKeys: ApiKeys
  accessTokens: AccessTokens
  refreshTokens: RefreshTokens
  revocations: Revocations
  idempotency: Idempotency
  taskFeed: TaskFeed
  clock: () => Date
}

/**
 * Takes `cost` from what a user or an address has left of a limit in this minute, and says whether there was enough.
 * `calls` counts procedure calls, `attempts` sign-ins and the like.
 */
export type TakeFromLimit = (limit: 'calls' | 'attempts', of: string, cost: number) => Promise<boolean>

/** What a transport knows of one request, in no transport's terms. */
export interface Call {
  requestId: string
  /** The `Authorization` header, as it came. */
  authorization?: string | undefined
  /** The `X-API-Key` header, as it came. */
  apiKey?: string | undefined
  /** The user whose data the path addresses, where a path names one. */
  pathUserId?: string | undefined
  /** The caller's network address, as limits count it. */
  address: string
  userAgent?: string | undefined
  /** How many procedures the request calls: a batch of ten counts as ten. */
  calls: number
  takeFromLimit: TakeFromLimit
  /** The `Idempotency-Key` header, as it came. */
  idempotencyKey?: string | undefined
  /** Called when a call is answered with the answer stored under its key. */
  onReplay?: (() => void) | undefined
  /**
   * Told the tag of an answer before the answer is made. Throws, to end the call early, where the caller has the answer of
   * that tag already.
   */
  revalidate?: ((tag: string) => void) | undefined
  /** The request has `If-None-Match`: `revalidate` may end the call, and is worth reading the tag first. */
  hasIfNoneMatch?: boolean
  /** Back-pressure: resolves when the reader of a stream has taken what was sent. Undefined where the transport waits by itself. */
  drained?: (() => Promise<void>) | undefined
}

export interface Context extends Services {
  requestId: string
  pathUserId: string | undefined
  address: string
  userAgent: string | undefined
  caller: Caller | null
  /** Declared up front so that guards can set it without changing the object's shape. */
  user: unknown
  /** Why credentials that were sent do not count. */
  credentialError: string | undefined
  /** The request is one too many: none of its procedures runs. */
  overLimit: boolean
  takeFromLimit: TakeFromLimit
  idempotencyKey: string | undefined
  /** The input as it was sent, set by guards for a call with an `Idempotency-Key`. */
  rawInput: unknown
  onReplay: (() => void) | undefined
  revalidate: ((tag: string) => void) | undefined
  hasIfNoneMatch: boolean
  drained: (() => Promise<void>) | undefined
  /** Set on a connection that carries many calls: makes the context of each. */
  renew: (() => Promise<Context>) | undefined
}

/** The context of one request. Credentials that do not count are no error yet: a public procedure must work with a stale token attached. */
export async function createContext(services: Services, call: Call): Promise<Context> {
  const { caller, error } = await identify(services, call)
  const within = await call.takeFromLimit('calls', caller?.id ?? call.address, call.calls)
  return compose(services, call, { caller, credentialError: error, overLimit: !within, renew: undefined })
}

/**
 * The context of a connection over which many calls are made, each a call of its own: with its own place in the limits,
 * and with credentials that may have expired or been revoked since the connection began.
 */
export function createConnectionContext(services: Services, call: Call): Context {
  const nobody = { caller: null, credentialError: undefined, overLimit: false }
  return compose(services, call, { ...nobody, renew: () => createContext(services, call) })
}

type Found = Pick<Context, 'caller' | 'credentialError' | 'overLimit' | 'renew'>

/** Each property by name: spreading two objects into one takes ten times as long, for every call. */
function compose(services: Services, call: Call, found: Found): Context {
  return {
    db: services.db,
    run: services.run,
    writesOf: services.writesOf,
    apiKeys: services.apiKeys,
    accessTokens: services.accessTokens,
    refreshTokens: services.refreshTokens,
    revocations: services.revocations,
    idempotency: services.idempotency,
    taskFeed: services.taskFeed,
    clock: services.clock,
    requestId: call.requestId,
    pathUserId: call.pathUserId?.toLowerCase(),
    address: call.address,
    userAgent: call.userAgent,
    caller: found.caller,
    user: undefined,
    credentialError: found.credentialError,
    overLimit: found.overLimit,
    takeFromLimit: call.takeFromLimit,
    idempotencyKey: call.idempotencyKey,
    rawInput: undefined,
    onReplay: call.onReplay,
    revalidate: call.revalidate,
    hasIfNoneMatch: call.hasIfNoneMatch ?? false,
    drained: call.drained,
    renew: found.renew,
  }
}
