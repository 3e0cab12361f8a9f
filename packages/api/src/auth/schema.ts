import { z } from 'zod'
import { timeZone } from '../core/fields/time.ts'
import { email, newPassword, userName } from '../identity/user-schema.ts'

export const registerInput = z.strictObject({
  email,
  password: newPassword,
  name: userName,
  timeZone: timeZone.default('UTC'),
})

/** The token of a mailed link. The format is not validated: tokens are only right or wrong. */
const linkToken = z.string().max(1000).meta({ description: 'What follows `#token=` in the mailed link' })

export const verifyEmailInput = z.strictObject({ token: linkToken })

export const resendInput = z
  .strictObject({
    email: email.optional().meta({
      description: 'Only where signing in needs a verified address, of somebody who cannot sign in yet',
    }),
  })
  .optional()

export const forgotPasswordInput = z.strictObject({ email })

export const resetPasswordInput = z.strictObject({ token: linkToken, password: newPassword })

/** The sign-in form of a browser. The format is not validated: credentials are only right or wrong. */
export const signInInput = z.strictObject({ email: z.string().max(1000), password: z.string().max(1000) })

/**
 * The token request of RFC 6749, sections 4.3.2 and 6. `scope` is ignored, and so are unknown parameters (section 3.2), such
 * as the `client_id` and the empty `client_secret` of a public client.
 */
export const tokenInput = z.looseObject({
  grant_type: z.string().meta({ examples: ['password', 'refresh_token'] }),
  username: z.string().max(1000).optional(),
  password: z.string().max(1000).optional(),
  refresh_token: z.string().max(1000).optional(),
  scope: z.string().max(1000).optional(),
})

/** The token response of RFC 6749, section 5.1. `expires_in` is in seconds. */
export const tokenAnswer = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int(),
    refresh_token: z.string(),
  })
  .meta({ id: 'Tokens' })

/** The error response of RFC 6749, section 5.2. */
export const tokenRefusal = z
  .object({
    error: z.enum(['invalid_request', 'invalid_grant', 'unsupported_grant_type']),
    error_description: z.string(),
    requestId: z.string(),
  })
  .meta({ id: 'OAuthError' })
