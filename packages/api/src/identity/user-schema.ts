import { z } from 'zod'
import { text } from '../core/text.ts'
import { timestamp } from '../core/time.ts'

export const role = z.enum(['user', 'admin'])

/** An e-mail address in lower case, which makes comparisons case-insensitive. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: 'must be an e-mail address' }).max(254, 'must have at most 254 characters'))
  .meta({ format: 'email', maxLength: 254 })

export const userName = text({ min: 1, max: 100, trim: true })

/** A user as they see themselves, without hashes or secrets. */
export const user = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role,
    isActive: z.boolean(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof user>

/** A new password. It is not trimmed, because white space is part of it. */
export const newPassword = text({ min: 8, max: 128 })
