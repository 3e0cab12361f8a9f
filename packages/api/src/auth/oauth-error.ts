import { TRPCError } from '@trpc/server'
import type { z } from 'zod'
import type { tokenRefusal } from './schema.ts'

/** The error codes of RFC 6749, section 5.2 that this server uses. */
export type OAuthErrorCode = z.infer<typeof tokenRefusal>['error']

/** Marks an error of the token endpoint, which the REST adapter sends in the format of RFC 6749. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly code: OAuthErrorCode
  constructor(code: OAuthErrorCode, description: string) {
    super(description)
    this.code = code
  }
}

export function oauthError(code: OAuthErrorCode, description: string): TRPCError {
  return new TRPCError({
    code: 'BAD_REQUEST',
    message: description,
    cause: new OAuthError(code, description),
  })
}
