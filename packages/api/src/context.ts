import type { Db } from '@tandem/db/types'
import type { AccessTokens } from './auth/access-token.ts'
import type { RefreshTokens } from './auth/refresh-token.ts'
import type { Revocations } from './auth/revocations.ts'
import { type Caller, identify } from './identify.ts'

/** What the procedures work with; the application makes it once and hands it in. */
export interface Services {
  db: Db
  accessTokens: AccessTokens
  refreshTokens: RefreshTokens
  revocations: Revocations
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
}

export interface Context extends Services {
  requestId: string
  pathUserId: string | undefined
  address: string
  userAgent: string | undefined
  caller: Caller | null
  /** Why credentials that were sent do not count. */
  credentialError: string | undefined
  /** The request is one too many: none of its procedures runs. */
  overLimit: boolean
  takeFromLimit: TakeFromLimit
}

/** The context of one request. Credentials that do not count are no error yet: a public procedure must work with a stale token attached. */
export async function createContext(services: Services, call: Call): Promise<Context> {
  const { requestId, pathUserId, address, userAgent, takeFromLimit } = call
  const { caller, error } = await identify(services, call)
  const within = await takeFromLimit('calls', caller?.id ?? address, call.calls)
  return {
    ...services,
    requestId,
    pathUserId: pathUserId?.toLowerCase(),
    address,
    userAgent,
    caller,
    credentialError: error,
    overLimit: !within,
    takeFromLimit,
  }
}
