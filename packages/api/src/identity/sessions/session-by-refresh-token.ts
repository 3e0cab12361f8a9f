import type { Services } from '../../core/services.ts'
import { endSessions } from './session.ts'

/** When the session of a refresh token expires, which refreshing does not postpone. Undefined for an unknown token. */
export async function sessionExpiry(
  services: Pick<Services, 'db' | 'refreshTokens'>,
  token: string,
): Promise<Date | undefined> {
  return (await sessionOf(services, token))?.expiresAt
}

/**
 * Ends the session of a refresh token, even of a spent one: its owner may end the session, and a thief gains nothing by it.
 * An unknown token ends nothing.
 */
export async function endSessionByRefreshToken(
  services: Pick<Services, 'db' | 'transact' | 'refreshTokens' | 'clock' | 'revocations'>,
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
