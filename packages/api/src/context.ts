import type { Db } from '@tandem/db/types'
import type { AccessTokens, CallerUser } from './auth/access-token.ts'
import type { RefreshTokens } from './auth/refresh-token.ts'

/** What the procedures work with; the application makes it once and hands it in. */
export interface Services {
  db: Db
  accessTokens: AccessTokens
  refreshTokens: RefreshTokens
  clock: () => Date
}

/** What a transport knows of one request, in no transport's terms. */
export interface Call {
  requestId: string
  /** The `Authorization` header, as it came. */
  authorization?: string | undefined
  /** The user whose data the path addresses, where a path names one. */
  pathUserId?: string | undefined
}

export interface Context extends Services {
  requestId: string
  pathUserId: string | undefined
  user: CallerUser | null
  /** Why credentials that were sent do not count. */
  credentialError: string | undefined
}

/** The context of one call. It never throws: a public procedure must work with a stale token attached. */
export function createContext(services: Services, { requestId, authorization, pathUserId }: Call): Context {
  const identity = services.accessTokens.identify(authorization)
  return {
    ...services,
    requestId,
    pathUserId: pathUserId?.toLowerCase(),
    user: identity.user,
    credentialError: identity.error,
  }
}
