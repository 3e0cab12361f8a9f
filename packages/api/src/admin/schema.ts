import { z } from 'zod'
import { lookupId, text } from '../core/fields/text.ts'
import { role, user } from '../identity/user-schema.ts'

export const listUsersInput = z
  .strictObject({
    q: text({ max: 200 }).optional().meta({ description: 'Part of the name or the e-mail address' }),
    role: role.optional(),
    isActive: z.boolean().optional(),
    limit: z.int().min(1).max(100).default(20),
    offset: z.int().min(0).max(2_147_483_647).default(0),
  })
  .prefault({})

export const userPage = z
  .object({
    data: z.array(user),
    page: z.object({ limit: z.int(), offset: z.int(), totalCount: z.int(), hasMore: z.boolean() }),
  })
  .meta({ id: 'UserPage' })

export const changeUserInput = z.strictObject({
  userId: lookupId,
  role: role.optional(),
  isActive: z.boolean().optional(),
})
