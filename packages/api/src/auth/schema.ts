import { z } from 'zod'
import { email, newPassword, userName } from '../identity/user-schema.ts'

export const registerInput = z.strictObject({ email, password: newPassword, name: userName })

/** What a person signs in with, in a browser. Whether it is an address, and a password, is not told: it is right or wrong. */
export const signInInput = z.strictObject({ email: z.string().max(1000), password: z.string().max(1000) })

/** The token request of RFC 6749, 4.3.2 and 6. A client may send `scope` and `client_id`; there is one scope and no client registry. */
export const tokenInput = z.strictObject({
  grant_type: z.string().meta({ examples: ['password', 'refresh_token'] }),
  username: z.string().max(1000).optional(),
  password: z.string().max(1000).optional(),
  refresh_token: z.string().max(1000).optional(),
  scope: z.string().max(1000).optional(),
  client_id: z.string().max(1000).optional(),
})

/** The token answer of RFC 6749, 5.1. `expires_in` is in seconds. */
export const tokenAnswer = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int(),
    refresh_token: z.string(),
  })
  .meta({ id: 'Tokens' })

/** The refusal of RFC 6749, 5.2. */
export const tokenRefusal = z
  .object({
    error: z.enum(['invalid_request', 'invalid_grant', 'unsupported_grant_type']),
    error_description: z.string(),
    requestId: z.string(),
  })
  .meta({ id: 'OAuthError' })
