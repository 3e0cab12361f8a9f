import { TRPCError } from '@trpc/server'
import type { z } from 'zod'
import type { tokenRefusal } from './schema.ts'

/** The error codes of RFC 6749, section 5.2 that this server uses. */
export type OAuthErrorCode = z.infer<typeof tokenRefusal>['error']

/** Marks an error of the token endpoint, which the REST adapter sends in the format of RFC 6749. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly code: OAuthErrorCode
  /** The password was right, but the e-mail address is not verified. */
  readonly isUnverified: boolean
  constructor(code: OAuthErrorCode, description: string, isUnverified = false) {
    super(description)
    this.code = code
    this.isUnverified = isUnverified
  }
}

export function oauthError(code: OAuthErrorCode, description: string): TRPCError {
  return refused(new OAuthError(code, description))
}

/** To somebody who has shown that they know the password. RFC 6749 has no code for it. */
export function unverifiedError(): TRPCError {
  const description =
    'The e-mail address is not verified yet: follow the link in the mail, or ask for another'
  return refused(new OAuthError('invalid_grant', description, true))
}

function refused(cause: OAuthError): TRPCError {
  return new TRPCError({ code: 'BAD_REQUEST', message: cause.message, cause })
}
