import type { Db, Prisma, Role } from '@tandem/db/types'
import { uuidv7 } from 'uuidv7'
import type { Context, Services } from '../core/context.ts'
import { inSteps, MAX_ROWS } from '../persistence/in-steps.ts'
import { transact } from '../persistence/transaction.ts'
import type { SessionUser } from './access-token.ts'
import { ENDED_KEPT } from './ended.ts'

/** How long the direct predecessor of a refresh token still counts: an answer was lost, or two tabs refreshed at once. */
const GRACE_MS = 10_000

const MOST_OF_A_USER_AGENT = 300

export interface SignedIn {
  user: SessionUser
  refreshToken: string
}

/** A user whose password has been checked, and the hash that it was checked against. */
export interface CheckedUser {
  id: string
  passwordHash: string
}

/** Opens a session; null where the password was changed, or the user deactivated, since it was checked. */
export async function openSession(ctx: Context, { id, passwordHash }: CheckedUser): Promise<SignedIn | null> {
  const { refreshTokens, clock, address, userAgent } = ctx
  const refreshToken = refreshTokens.create()
  const sessionId = uuidv7()

  return ctx.db.$transaction(async (tx) => {
    // Whoever changes the password holds this row until the sessions have ended: none slips in between.
    const [user] = await tx.$queryRaw<{ role: Role }[]>`
      SELECT role FROM users WHERE id = ${id}::uuid AND password_hash = ${passwordHash} AND is_active FOR SHARE`
    if (!user) return null
    const now = clock()
    await tx.session.create({
      data: {
        id: sessionId,
        userId: id,
        createdAt: now,
        lastUsedAt: now,
        expiresAt: new Date(now.getTime() + refreshTokens.ttl * 1000),
        address,
        userAgent: userAgent?.slice(0, MOST_OF_A_USER_AGENT) ?? null,
        tokens: { create: { hash: refreshTokens.hash(refreshToken), createdAt: now } },
      },
    })
    return { user: { id, role: user.role, sessionId }, refreshToken }
  })
}

type Rotation = { signedIn: SignedIn; stolen?: never } | { stolen: string; signedIn?: never } | null

/**
 * Spends a refresh token and answers its one successor, or null where it does not count. A token spent before is
 * taken for stolen and ends its session, unless it is the direct predecessor and was spent within 10 s.
 */
export async function rotate(services: Services, token: string): Promise<SignedIn | null> {
  const { refreshTokens, clock, revocations } = services
  const hash = refreshTokens.hash(token)
  const refreshToken = refreshTokens.successorOf(token)

  const outcome = await services.db.$transaction(async (tx): Promise<Rotation> => {
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
      await tx.session.update({ where: { id: session.id }, data: { lastUsedAt: now } })
    } else {
      const late = now.getTime() - spentAt.getTime() > GRACE_MS
      const follows = await tx.refreshToken.findUnique({
        where: { hash: successor.hash },
        select: { spentAt: true },
      })
      if (late || !follows || follows.spentAt) {
        await tx.session.update({ where: { id: session.id }, data: { revokedAt: now } })
        return { stolen: session.id }
      }
    }
    const user = { id: session.user.id, role: session.user.role, sessionId: session.id }
    return { signedIn: { user, refreshToken } }
  })
  if (outcome?.stolen !== undefined) revocations.add([outcome.stolen])
  return outcome?.signedIn ?? null
}

type Step = (tx: Prisma.TransactionClient) => Promise<void>

/**
 * Ends sessions: their refresh tokens no longer count, nor do their access tokens, on any process. Answers which ended.
 * What comes `before` and `after` happens in the same transaction, or not at all.
 */
export async function endSessions(
  { db, clock, revocations }: Pick<Services, 'db' | 'clock' | 'revocations'>,
  where: Prisma.SessionWhereInput & { userId: string },
  { before, after }: { before?: Step; after?: Step } = {},
): Promise<string[]> {
  const ended = await transact(db, async (tx) => {
    await before?.(tx)
    const rows = await tx.session.updateManyAndReturn({
      where: { ...where, revokedAt: null },
      data: { revokedAt: clock() },
      select: { id: true },
    })
    await after?.(tx)
    return rows.map(({ id }) => id)
  })
  revocations.add(ended)
  return ended
}

/** Removes the sessions, with their refresh tokens, that ended long ago. */
export function purgeSessions(db: Db, now: Date): Promise<number> {
  const ended = new Date(now.getTime() - ENDED_KEPT)
  return inSteps(
    () => db.$executeRaw`
      DELETE FROM sessions WHERE id IN (
        SELECT id FROM sessions WHERE expires_at < ${ended} OR revoked_at < ${ended}
        LIMIT ${MAX_ROWS} FOR UPDATE SKIP LOCKED)`,
  )
}
