import type { Prisma } from '@tandem/db/types'
import type { z } from 'zod'
import { isScope } from '../core/scopes.ts'
import type { apiKey } from './schema.ts'

/** The columns an answer may contain: not the hash. */
export const apiKeyColumns = {
  id: true,
  name: true,
  prefix: true,
  scopes: true,
  expiresAt: true,
  lastUsedAt: true,
  createdAt: true,
} satisfies Prisma.ApiKeySelect

export function toApiKey(
  row: Prisma.ApiKeyGetPayload<{ select: typeof apiKeyColumns }>,
): z.infer<typeof apiKey> {
  return {
    ...row,
    scopes: row.scopes.filter(isScope),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }
}
