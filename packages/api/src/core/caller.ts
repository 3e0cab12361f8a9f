import type { Role } from '@tandem/db/types'
import type { Call, Services } from './context.ts'
import type { Scope } from './scopes.ts'

/** The verified caller: everything a procedure may know of who calls. */
export interface Caller {
  id: string
  role: Role
  /** null where an API key calls. */
  sessionId: string | null
  /** What an API key may do; null where a session calls, which may do whatever its user may. */
  scopes: readonly Scope[] | null
  /** What the caller was let in by, for streams that outlive the check. */
  credential: Credential
}

/** A session, which its access token proves until it expires, or an API key. */
export interface Credential {
  id: string
  /** null where it lasts until it is revoked. */
  expiresAt: Date | null
  /** The moment, as `Revocations` counts, at which it was found to count. */
  checkedAt: number
}

export type Identity = { caller: Caller; error?: never } | { caller: null; error: string | undefined }

/** Who calls, by access token or by API key. Credentials that do not count give an `error` and no caller. */
export async function identify(services: Services, { authorization, apiKey }: Call): Promise<Identity> {
  const checkedAt = services.revocations.moment()
  if (apiKey !== undefined) {
    if (authorization !== undefined)
      return { caller: null, error: 'Send an access token or an API key, not both' }
    const found = await services.apiKeys.find(apiKey)
    const caller = found && { ...found, credential: { ...found.credential, checkedAt } }
    return caller ? { caller } : { caller: null, error: 'The API key is not valid, or no longer' }
  }
  const { user, expiresAt, error } = services.accessTokens.identify(authorization)
  if (!user) return { caller: null, error }
  if (services.revocations.has(user.sessionId))
    return { caller: null, error: 'The access token has been revoked' }
  const { id, role, sessionId } = user
  return {
    caller: { id, role, sessionId, scopes: null, credential: { id: sessionId, expiresAt, checkedAt } },
  }
}
