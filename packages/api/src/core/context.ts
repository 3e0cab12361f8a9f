import type { Role } from '@tandem/db/types'
import type { Call, TakeFromLimit } from './call.ts'
import type { Caller } from './caller.ts'
import { identify } from './identify.ts'
import type { Services } from './services.ts'

/** Whose rows a procedure works with. An API key has no session. */
export interface CallingUser {
  id: string
  role: Role
  sessionId: string | null
}

/** What a procedure works with: the services, and what is known about the call. */
export interface Context extends Services {
  requestId: string
  pathUserId: string | undefined
  address: string
  userAgent: string | undefined
  caller: Caller | null
  /** The caller, as procedures need them. Guards narrow its type. */
  user: CallingUser | null
  /** Why the credentials that were sent are invalid. */
  credentialError: string | undefined
  /** The request exceeds the rate limit, so none of its procedures may run. */
  overLimit: boolean
  /** Whether the caller has left. Undefined where that is not known. */
  hasLeft: (() => boolean) | undefined
  takeFromLimit: TakeFromLimit
  idempotencyKey: string | undefined
  /** The unparsed input, which guards add to a call with an `Idempotency-Key`. */
  rawInput: unknown
  onReplay: (() => void) | undefined
  revalidate: ((tag: string) => void) | undefined
  hasIfNoneMatch: boolean
  drained: (() => Promise<void>) | undefined
  /** Set on a connection that carries many calls: creates the context of each call. */
  renew: (() => Promise<Context>) | undefined
}

/** The context of one request. Invalid credentials are not an error yet: a public procedure must work with a stale token attached. */
export async function createContext(services: Services, call: Call): Promise<Context> {
  const { caller, error } = await identify(services, call)
  const within = await call.takeFromLimit('calls', caller?.id ?? call.address, call.calls)
  return compose(services, call, { caller, credentialError: error, overLimit: !within, renew: undefined })
}

/**
 * The context of a connection that carries many calls. Each call is authenticated and counted by itself, because the
 * credentials may have expired or been revoked since the connection was opened.
 */
export function createConnectionContext(services: Services, call: Call): Context {
  const anonymous = { caller: null, credentialError: undefined, overLimit: false }
  return compose(services, call, { ...anonymous, renew: () => createContext(services, call) })
}

type Authentication = Pick<Context, 'caller' | 'credentialError' | 'overLimit' | 'renew'>

/** Names every property because spreading two objects costs ten times as much, and every call pays it. */
function compose(services: Services, call: Call, authentication: Authentication): Context {
  const { caller } = authentication
  return {
    db: services.db,
    run: services.run,
    writesOf: services.writesOf,
    transact: services.transact,
    turns: services.turns,
    apiKeys: services.apiKeys,
    accessTokens: services.accessTokens,
    refreshTokens: services.refreshTokens,
    revocations: services.revocations,
    idempotency: services.idempotency,
    cursorSigner: services.cursorSigner,
    answers: services.answers,
    taskFeed: services.taskFeed,
    files: services.files,
    jobs: services.jobs,
    mailer: services.mailer,
    linkTokens: services.linkTokens,
    appUrl: services.appUrl,
    requireVerifiedEmail: services.requireVerifiedEmail,
    clock: services.clock,
    observer: services.observer,
    requestId: call.requestId,
    pathUserId: call.pathUserId?.toLowerCase(),
    address: call.address,
    userAgent: call.userAgent,
    caller,
    user: caller && { id: caller.id, role: caller.role, sessionId: caller.sessionId },
    credentialError: authentication.credentialError,
    overLimit: authentication.overLimit,
    hasLeft: call.hasLeft,
    takeFromLimit: call.takeFromLimit,
    idempotencyKey: call.idempotencyKey,
    rawInput: undefined,
    onReplay: call.onReplay,
    revalidate: call.revalidate,
    hasIfNoneMatch: call.hasIfNoneMatch ?? false,
    drained: call.drained,
    renew: authentication.renew,
  }
}
