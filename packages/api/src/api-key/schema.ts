import { z } from 'zod'
import { lookupId, text } from '../core/fields/text.ts'
import { instant, timestamp } from '../core/fields/time.ts'
import { SCOPES } from '../core/scopes.ts'

export const scope = z.enum(SCOPES)

export const apiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().meta({ description: 'The beginning of the key, to recognise it by' }),
    scopes: z.array(scope),
    expiresAt: timestamp.nullable(),
    lastUsedAt: timestamp.nullable().meta({ description: 'To the minute' }),
    createdAt: timestamp,
  })
  .meta({ id: 'ApiKey' })

export const newApiKey = apiKey
  .extend({ key: z.string().meta({ description: 'The key itself: shown this once, and kept nowhere' }) })
  .meta({ id: 'NewApiKey' })

export const createApiKeyInput = z.strictObject({
  name: text({ min: 1, max: 100, trim: true }),
  scopes: z
    .array(scope)
    .min(1)
    .max(scope.options.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'must not name a scope twice')
    .meta({ uniqueItems: true }),
  expiresAt: instant.nullable().default(null),
})

export const revokeApiKeyInput = z.strictObject({ id: lookupId })
