import { z } from 'zod'
import { lookupId } from '../core/fields/text.ts'
import { timestamp } from '../core/fields/time.ts'

export const session = z
  .object({
    id: z.uuid(),
    current: z.boolean().meta({ description: 'The session that asks' }),
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
    createdAt: timestamp,
    lastUsedAt: timestamp.meta({ description: 'Signed in or refreshed' }),
    expiresAt: timestamp,
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof session>

export const revokeSessionInput = z.strictObject({ id: lookupId })
