import type { Db } from '@tandem/db/types'
import type { Services } from '../../core/services.ts'
import { inTurn, type TurnContext } from '../../core/turns.ts'
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

/** What using a link needs of a call. */
export type LinkContext = Pick<Services, 'db' | 'transact' | 'clock' | 'linkTokens'> & TurnContext

interface GivenLink {
  token: string
  purpose: LinkPurpose
}

/**
 * Whose a link is that may still work. Anyone may ask, with any token, so it takes a turn of those who have not signed in.
 * @throws UNPROCESSABLE_CONTENT on `token`
 */
export async function holderOf(ctx: LinkContext, { token, purpose }: GivenLink): Promise<string> {
  const tokenHash = ctx.linkTokens.hash(token)
  const holder = await inTurn(ctx, 'strangers', () =>
    ctx.db.emailLink.findFirst({
      where: { tokenHash, purpose, usedAt: null, expiresAt: { gt: ctx.clock() } },
      select: { userId: true },
    }),
  )
  if (!holder) throw invalidLinkToken()
  return holder.userId
}

/**
 * Uses a link and runs `work` in the same transaction. However many use it at once, it works for one of them.
 * @throws UNPROCESSABLE_CONTENT on `token` if it is unknown, spent, late, for something else or overtaken
 */
export async function spendLink(ctx: LinkContext, link: GivenLink, work: Work): Promise<void> {
  const tokenHash = ctx.linkTokens.hash(link.token)
  const { purpose } = link
  // For the queue. What else the link says may change before the transaction has its turn.
  const userId = await holderOf(ctx, link)
  await ctx.transact(accountOf(userId), async (tx) => {
    // What is read of the user after this holds until the end.
    await lockLinkUser(tx, userId)
    const now = ctx.clock()
    const [spent] = await tx.emailLink.updateManyAndReturn({
      where: { tokenHash, purpose, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    })
    const user = await tx.user.findUnique({ where: { id: userId }, select: linkUserColumns })
    if (!spent || !user || !countsFor(user, spent)) throw invalidLinkToken()
    await work(tx, { user, email: spent.email, now })
  })
}
