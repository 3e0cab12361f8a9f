import type { Role } from '@tandem/db/types'
import { v7 as uuidv7 } from 'uuid'
import type { Services } from '../context.ts'
import type { CallerUser } from './access-token.ts'

/** How long the direct predecessor of a refresh token still counts: an answer was lost, or two tabs refreshed at once. */
const GRACE_MS = 10_000

export interface SignedIn {
  user: CallerUser
  refreshToken: string
}

/** Opens a session for a user whose password has been checked. */
export async function openSession(services: Services, user: { id: string; role: Role }): Promise<SignedIn> {
  const { db, refreshTokens, clock } = services
  const now = clock()
  const refreshToken = refreshTokens.create()
  const sessionId = uuidv7()
  await db.session.create({
    data: {
      id: sessionId,
      userId: user.id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + refreshTokens.ttl * 1000),
      tokens: { create: { hash: refreshTokens.hash(refreshToken), createdAt: now } },
    },
  })
  return { user: { id: user.id, role: user.role, sessionId }, refreshToken }
}

/**
 * Spends a refresh token and answers its one successor, or null where it does not count. A token spent before is
 * taken for stolen and ends its session, unless it is the direct predecessor and was spent within 10 s.
 */
export function rotate(services: Services, token: string): Promise<SignedIn | null> {
  const { refreshTokens, clock } = services
  const hash = refreshTokens.hash(token)
  const refreshToken = refreshTokens.successorOf(token)

  return services.db.$transaction(async (tx) => {
    // All uses of one session queue here; whoever comes second sees what the first did.
    await tx.$queryRaw`
      SELECT 1 FROM refresh_tokens JOIN sessions ON sessions.id = session_id WHERE hash = ${hash} FOR UPDATE`
    const found = await tx.refreshToken.findUnique({
      where: { hash },
      select: {
        spentAt: true,
        session: {
          select: {
            id: true,
            expiresAt: true,
            revokedAt: true,
            user: { select: { id: true, role: true, isActive: true } },
          },
        },
      },
    })
    const now = clock()
    if (!found) return null
    const { spentAt, session } = found
    if (session.revokedAt || session.expiresAt <= now || !session.user.isActive) return null

    const successor = { hash: refreshTokens.hash(refreshToken), sessionId: session.id, createdAt: now }
    if (!spentAt) {
      await tx.refreshToken.update({ where: { hash }, data: { spentAt: now } })
      await tx.refreshToken.create({ data: successor })
    } else {
      const late = now.getTime() - spentAt.getTime() > GRACE_MS
      const follows = await tx.refreshToken.findUnique({
        where: { hash: successor.hash },
        select: { spentAt: true },
      })
      if (late || !follows || follows.spentAt) {
        await tx.session.update({ where: { id: session.id }, data: { revokedAt: now } })
        return null
      }
    }
    return { user: { id: session.user.id, role: session.user.role, sessionId: session.id }, refreshToken }
  })
}

/** Ends a session: its refresh tokens no longer count. */
export async function endSession(
  { db, clock }: Services,
  { sessionId, id: userId }: CallerUser,
): Promise<undefined> {
  await db.session.updateMany({
    where: { id: sessionId, userId, revokedAt: null },
    data: { revokedAt: clock() },
  })
}
