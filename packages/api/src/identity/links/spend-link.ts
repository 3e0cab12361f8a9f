import type { Db } from '@tandem/db/types'
import type { Services } from '../../core/services.ts'
import { accountOf } from '../../persistence/transaction.ts'
import {
  countsFor,
  invalidLinkToken,
  type LinkPurpose,
  type LinkUser,
  linkUserColumns,
  lockLinkUser,
} from './link.ts'

/** A link that was used in this transaction, and its user, whose row is locked until the end of it. */
interface Spent {
  user: LinkUser
  email: string
  now: Date
}

type Work = (tx: Db, spent: Spent) => Promise<void>

/**
 * Uses a link and runs `work` in the same transaction. However many use it at once, it works for one of them.
 * @throws UNPROCESSABLE_CONTENT on `token` if it is unknown, spent, late, for something else or overtaken
 */
export async function spendLink(
  { db, transact, clock, linkTokens }: Pick<Services, 'db' | 'transact' | 'clock' | 'linkTokens'>,
  { token, purpose }: { token: string; purpose: LinkPurpose },
  work: Work,
): Promise<void> {
  const tokenHash = linkTokens.hash(token)
  // Whose it is, for the queue. What else it says may change before the transaction has its turn.
  const holder = await db.emailLink.findUnique({ where: { tokenHash }, select: { userId: true } })
  if (!holder) throw invalidLinkToken()
  const { userId } = holder
  await transact(accountOf(userId), async (tx) => {
    // What is read of the user after this holds until the end.
    await lockLinkUser(tx, userId)
    const now = clock()
    const [link] = await tx.emailLink.updateManyAndReturn({
      where: { tokenHash, purpose, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    })
    const user = await tx.user.findUnique({ where: { id: userId }, select: linkUserColumns })
    if (!link || !user || !countsFor(user, link)) throw invalidLinkToken()
    await work(tx, { user, email: link.email, now })
  })
}
