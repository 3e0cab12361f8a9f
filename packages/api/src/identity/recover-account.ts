import type { Services } from '../core/services.ts'
import { spendLink } from './links/spend-link.ts'
import { sendPasswordChanged } from './mails/notices.ts'
import { endSessionsIn } from './session.ts'
import { setPassword } from './set-password.ts'

/**
 * Replaces a forgotten password by the token of a mailed link, and ends every session. Whoever has the token reads the mailbox,
 * so the address is verified. @throws UNPROCESSABLE_CONTENT on `token`
 */
export async function recoverAccount(services: Services, token: string, passwordHash: string): Promise<void> {
  let ended: string[] = []
  await spendLink(services, { token, purpose: 'reset' }, async (tx, { user, now }) => {
    const { id: userId, email, emailVerifiedAt } = user
    await setPassword(tx, { userId, passwordHash, now })
    if (!emailVerifiedAt) await tx.user.update({ where: { id: userId }, data: { emailVerifiedAt: now } })
    ended = await endSessionsIn(tx, { userId }, now)
    await services.jobs.enqueue(tx, sendPasswordChanged, { userId, to: email })
  })
  services.revocations.add(ended)
}
