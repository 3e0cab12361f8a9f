import type { Prisma } from '@tandem/db/types'
import type { Session } from './schema.ts'

export const sessionColumns = {
  id: true,
  userAgent: true,
  address: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
} satisfies Prisma.SessionSelect

export function toSession(
  row: Prisma.SessionGetPayload<{ select: typeof sessionColumns }>,
): Omit<Session, 'current'> {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }
}
