import type { Context } from '../core/context.ts'
import { hashPassword } from './credentials/password.ts'
import { setPassword } from './credentials/set-password.ts'
import { holderOf, spendLink } from './links/spend-link.ts'
import { sendPasswordChanged } from './mails/notices.ts'
import { endSessionsIn } from './sessions/session.ts'

/**
 * Replaces a forgotten password by the token of a mailed link, and ends every session. Whoever has the token reads the mailbox,
 * so the address is verified. @throws UNPROCESSABLE_CONTENT on `token`
 */
export async function recoverAccount(ctx: Context, token: string, password: string): Promise<void> {
  const link = { token, purpose: 'reset' } as const
  const holder = await holderOf(ctx, link)
  // Hashing is dear, and sign-ins need it: a link that does not work costs none, and one that does costs one at a time.
  await ctx.turns.transactions.take(`reset of ${holder}`, () => recoverBy(ctx, link, password), ctx.hasLeft)
}

async function recoverBy(
  ctx: Context,
  link: { token: string; purpose: 'reset' },
  password: string,
): Promise<void> {
  await holderOf(ctx, link)
  const passwordHash = await hashPassword(password)
  let ended: string[] = []
  await spendLink(ctx, link, async (tx, { user, now }) => {
    const { id: userId, email, emailVerifiedAt } = user
    await setPassword(tx, { userId, passwordHash, now })
    if (!emailVerifiedAt) await tx.user.update({ where: { id: userId }, data: { emailVerifiedAt: now } })
    ended = await endSessionsIn(tx, { userId }, now)
    await ctx.jobs.enqueue(tx, sendPasswordChanged, { userId, to: email })
  })
  ctx.revocations.add(ended)
}
