import type { Db, Prisma } from '@tandem/db/types'
import { invalidInput } from '../../core/errors.ts'

/** What a link is for, and how long it counts, in milliseconds. */
export const LINK_TTL_MS = { verify: 24 * 3_600_000, reset: 3_600_000 }

export type LinkPurpose = keyof typeof LINK_TTL_MS

const PAGES: Record<LinkPurpose, string> = { verify: 'verify-email', reset: 'reset-password' }

/** Where in the web app a link leads. The token is in the fragment, which no log, proxy or `Referer` sees. */
export function pageOfLink(appUrl: string, purpose: LinkPurpose, token: string): string {
  return `${appUrl}/${PAGES[purpose]}#token=${token}`
}

/** What decides whether a link counts for a user. */
export const linkUserColumns = {
  id: true,
  name: true,
  email: true,
  pendingEmail: true,
  emailVerifiedAt: true,
  isActive: true,
  passwordChangedAt: true,
} satisfies Prisma.UserSelect

export type LinkUser = Prisma.UserGetPayload<{ select: typeof linkUserColumns }>

/** Locks the user's row, if there is one, until the transaction ends: before any link, in the order in which a deletion locks. */
export async function lockLinkUser(tx: Db, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
}

interface Link {
  purpose: LinkPurpose
  email: string
  requestedAt: Date
}

/**
 * Whether a link counts for the user as they are now. One to verify is for the latest address they gave; one to reset is for
 * the address they have, and was asked for after the last change of the password.
 */
export function countsFor(
  { email, pendingEmail, isActive, passwordChangedAt }: LinkUser,
  link: Link,
): boolean {
  if (!isActive) return false
  if (link.purpose === 'verify') return link.email === (pendingEmail ?? email)
  return link.email === email && (passwordChangedAt === null || link.requestedAt > passwordChangedAt)
}

/** The address that the user has to verify, if there is one. */
export function addressToVerify({
  email,
  pendingEmail,
  emailVerifiedAt,
}: Pick<LinkUser, 'email' | 'pendingEmail' | 'emailVerifiedAt'>): string | undefined {
  return pendingEmail ?? (emailVerifiedAt ? undefined : email)
}

/** One error for all: a link that never was is told from no other. */
export function invalidLinkToken() {
  return invalidInput(['token'], 'is not the token of a link that still works: ask for another mail')
}
