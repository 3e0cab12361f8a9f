import { z } from 'zod'
import { text } from '../core/fields/text.ts'
import { timestamp } from '../core/fields/time.ts'

export const role = z.enum(['user', 'admin'])

/** What the e-mail field of HTML accepts, in lower case, which makes comparisons case-insensitive. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(
    z
      .email({ pattern: z.regexes.html5Email, error: 'must be an e-mail address' })
      .max(254, 'must have at most 254 characters'),
  )
  .meta({ format: 'email', maxLength: 254 })

export const userName = text({ min: 1, max: 100, trim: true })

/** A user as they see themselves, without hashes or secrets. */
export const user = z
  .object({
    id: z.uuid(),
    email: z.string(),
    emailVerifiedAt: timestamp.nullable().meta({
      description: 'When the user showed that the address is theirs, by a link that was mailed to it',
    }),
    pendingEmail: z
      .string()
      .nullable()
      .meta({ description: 'Replaces `email` once it is verified: a link was mailed to it' }),
    name: z.string(),
    role,
    isActive: z.boolean(),
    timeZone: z.string().meta({ description: 'By whose clocks days begin and end' }),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof user>

/** A new password. It is not trimmed, because white space is part of it. */
export const newPassword = text({ min: 8, max: 128 })
