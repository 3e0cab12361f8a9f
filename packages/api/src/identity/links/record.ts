import type { Prisma } from '@tandem/db/types'
import { z } from 'zod'
import { timestamp } from '../../core/fields/time.ts'
import { LINK_TTL_MS, type LinkPurpose } from './link.ts'

/** A mailed link as its user sees it in their export. */
export const emailLink = z
  .object({
    purpose: z.enum(Object.keys(LINK_TTL_MS) as [LinkPurpose, ...LinkPurpose[]]),
    email: z.string(),
    requestedAt: timestamp,
    expiresAt: timestamp,
    usedAt: timestamp.nullable(),
  })
  .meta({ id: 'EmailLink' })

/** The columns an answer may contain: not the hash. */
export const emailLinkColumns = {
  purpose: true,
  email: true,
  requestedAt: true,
  expiresAt: true,
  usedAt: true,
} satisfies Prisma.EmailLinkSelect

type EmailLinkRow = Prisma.EmailLinkGetPayload<{ select: typeof emailLinkColumns }>

export function toEmailLink(row: EmailLinkRow): z.infer<typeof emailLink> {
  return {
    ...row,
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    usedAt: row.usedAt?.toISOString() ?? null,
  }
}
