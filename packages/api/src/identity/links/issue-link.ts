import type { Db } from '@tandem/db/types'
import type { Services } from '../../core/services.ts'
import { accountOf } from '../../persistence/transaction.ts'
import {
  countsFor,
  LINK_TTL_MS,
  type LinkPurpose,
  type LinkUser,
  linkUserColumns,
  lockLinkUser,
} from './link.ts'

/** How many links of a purpose are mailed to a user an hour, whoever asks for them: a mailbox is not to be flooded. */
const MAX_PER_HOUR = 10
const HOUR_MS = 3_600_000

interface NewLink {
  /** That of the job which mails it. */
  id: string
  userId: string
  purpose: LinkPurpose
  email: string
  requestedAt: Date
}

/**
 * Stores a link, and returns its token and its user. Its time begins now; asked for again by the same job, it has the same
 * token and begins again. Undefined if it would not count, was used, or is one too many.
 */
export function issueLink(
  { transact, clock, linkTokens }: Pick<Services, 'transact' | 'clock' | 'linkTokens'>,
  link: NewLink,
): Promise<{ token: string; user: LinkUser } | undefined> {
  const { id, userId, purpose, email, requestedAt } = link
  return transact(accountOf(userId), async (tx) => {
    // One at a time for a user, or jobs that run together would not count each other's links.
    await lockLinkUser(tx, userId)
    const user = await tx.user.findUnique({ where: { id: userId }, select: linkUserColumns })
    if (!user || !countsFor(user, link) || (await isOneTooMany(tx, link))) return undefined
    const existing = await tx.emailLink.findUnique({
      where: { id },
      select: { tokenHash: true, usedAt: true },
    })
    if (existing?.usedAt) return undefined
    const tokens = linkTokens.of(id)
    const isStored = (made: string) =>
      existing !== null && Buffer.compare(linkTokens.hash(made), existing.tokenHash) === 0
    const token = tokens.find(isStored) ?? tokens[0]
    const current = {
      tokenHash: linkTokens.hash(token),
      expiresAt: new Date(clock().getTime() + LINK_TTL_MS[purpose]),
    }
    await tx.emailLink.upsert({
      where: { id },
      create: { id, userId, purpose, email, requestedAt, ...current },
      update: current,
    })
    return { token, user }
  })
}

async function isOneTooMany(tx: Db, { id, userId, purpose, requestedAt }: NewLink): Promise<boolean> {
  const hourBefore = new Date(requestedAt.getTime() - HOUR_MS)
  const before = await tx.emailLink.count({
    where: { userId, purpose, id: { not: id }, requestedAt: { gt: hourBefore } },
  })
  return before >= MAX_PER_HOUR
}
