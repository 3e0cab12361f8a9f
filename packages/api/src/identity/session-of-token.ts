import type { Services } from '../core/context.ts'
import { endSessions } from './session.ts'

/** When the session of a refresh token is over, however often it is refreshed; undefined where it is no session's. */
export async function sessionEnd(
  services: Pick<Services, 'db' | 'refreshTokens'>,
  token: string,
): Promise<Date | undefined> {
  return (await sessionOf(services, token))?.expiresAt
}

/**
 * Ends the session that a refresh token belongs to, though it be spent: whoever held it may end the session, and whoever
 * stole it would do no more. A token that is no session's ends nothing.
 */
export async function endSessionOf(
  services: Pick<Services, 'db' | 'refreshTokens' | 'clock' | 'revocations'>,
  token: string,
): Promise<void> {
  const session = await sessionOf(services, token)
  if (session) await endSessions(services, { userId: session.userId, id: session.id })
}

async function sessionOf({ db, refreshTokens }: Pick<Services, 'db' | 'refreshTokens'>, token: string) {
  const found = await db.refreshToken.findUnique({
    where: { hash: refreshTokens.hash(token) },
    select: { session: { select: { id: true, userId: true, expiresAt: true } } },
  })
  return found?.session
}
