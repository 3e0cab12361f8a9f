import type { Role } from '@tandem/db/types'
import type { Scope } from './scopes.ts'

/** The authenticated caller: everything a procedure may know about who calls. */
export interface Caller {
  id: string
  role: Role
  /** null for an API key. */
  sessionId: string | null
  /** What an API key may do. null for a session, which may do everything its user may. */
  scopes: readonly Scope[] | null
  /** What authenticated the caller. Streams check it again, since they outlive the call that opened them. */
  credential: Credential
}

/** A session, proved by its access token until that expires, or an API key. */
export interface Credential {
  id: string
  /** null if it lasts until it is revoked. */
  expiresAt: Date | null
  /** `Revocations.sequence()` at the time the credential was found to be valid. */
  checkedAtSequence: number
}
