import type { Db, Prisma, Role } from '@tandem/db/types'
import { uuidv7 } from 'uuidv7'
import type { Context } from '../../core/context.ts'
import type { Services } from '../../core/services.ts'
import { BATCH_SIZE, deleteInBatches } from '../../persistence/delete-in-batches.ts'
import { accountOf } from '../../persistence/transaction.ts'
import type { SessionUser } from '../credentials/access-token.ts'
import { CREDENTIAL_RETENTION_MS } from '../credentials/retention.ts'

/** How long a spent refresh token may be reused, because an answer was lost or two tabs refreshed at once. */
const REUSE_GRACE_MS = 10_000

const MAX_USER_AGENT_LENGTH = 300

export interface SignedIn {
  user: SessionUser
  refreshToken: string
}

/** A user whose password has been verified, and the hash it was verified against. */
interface VerifiedUser {
  id: string
  passwordHash: string
}

/** Opens a session. null if the password was changed, or the user deactivated, after the password was verified. */
export async function openSession(
  ctx: Context,
  { id, passwordHash }: VerifiedUser,
): Promise<SignedIn | null> {
  const { refreshTokens, clock, address, userAgent } = ctx
  const refreshToken = refreshTokens.create()
  const sessionId = uuidv7()

  return ctx.transact(accountOf(id), async (tx) => {
    // A change of password locks this row until it has ended all sessions, so none can be opened in between.
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
        userAgent: userAgent?.slice(0, MAX_USER_AGENT_LENGTH) ?? null,
        tokens: { create: { hash: refreshTokens.hash(refreshToken), createdAt: now } },
      },
    })
    return { user: { id, role: user.role, sessionId }, refreshToken }
  })
}

type Rotation = { signedIn: SignedIn; revokedId?: never } | { revokedId: string; signedIn?: never } | null

/**
 * Spends a refresh token and returns its one successor, or null if the token is invalid. Reusing a spent token is treated
 * as theft and ends the session, except for the direct predecessor within 10 s.
 */
export async function rotateRefreshToken(services: Services, token: string): Promise<SignedIn | null> {
  const { db, refreshTokens, clock, revocations, transact } = services
  const hash = refreshTokens.hash(token)
  // Whose it is, for the queue. What else it says may change before the transaction has its turn.
  const holder = await db.refreshToken.findUnique({
    where: { hash },
    select: { session: { select: { userId: true } } },
  })
  if (!holder) return null
  const successors = refreshTokens.successorsOf(token)

  // The deletion of the user locks the session before the token, so the two can deadlock.
  const outcome = await transact(accountOf(holder.session.userId), async (tx): Promise<Rotation> => {
    // Serialises concurrent refreshes of one session, so that the second sees what the first did.
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

    let [refreshToken] = successors
    if (!spentAt) {
      await tx.refreshToken.update({ where: { hash }, data: { spentAt: now } })
      await tx.refreshToken.create({
        data: { hash: refreshTokens.hash(refreshToken), sessionId: session.id, createdAt: now },
      })
      await tx.session.update({ where: { id: session.id }, data: { lastUsedAt: now } })
    } else {
      const isLate = now.getTime() - spentAt.getTime() > REUSE_GRACE_MS
      const existing = await tx.refreshToken.findFirst({
        where: { hash: { in: successors.map(refreshTokens.hash) } },
        select: { hash: true, spentAt: true },
      })
      if (isLate || !existing || existing.spentAt) {
        await tx.session.update({ where: { id: session.id }, data: { revokedAt: now } })
        return { revokedId: session.id }
      }
      const isStored = (made: string) => Buffer.compare(refreshTokens.hash(made), existing.hash) === 0
      refreshToken = successors.find(isStored) ?? refreshToken
    }
    const user = { id: session.user.id, role: session.user.role, sessionId: session.id }
    return { signedIn: { user, refreshToken } }
  })
  if (outcome?.revokedId !== undefined) revocations.add([outcome.revokedId])
  return outcome?.signedIn ?? null
}

type Step = (tx: Prisma.TransactionClient) => Promise<void>

/**
 * Ends sessions, which invalidates their refresh tokens and access tokens in every process. Resolves to the ids of the ended
 * sessions. `before` and `after` run in the same transaction.
 */
export async function endSessions(
  { transact, clock, revocations }: Pick<Services, 'transact' | 'clock' | 'revocations'>,
  where: Prisma.SessionWhereInput & { userId: string },
  { before, after }: { before?: Step; after?: Step } = {},
): Promise<string[]> {
  const ended = await transact(accountOf(where.userId), async (tx) => {
    await before?.(tx)
    const ids = await endSessionsIn(tx, where, clock())
    await after?.(tx)
    return ids
  })
  revocations.add(ended)
  return ended
}

/** The part of {@link endSessions} for a transaction that does more. What it resolves to is revoked after the commit. */
export async function endSessionsIn(
  tx: Db,
  where: Prisma.SessionWhereInput & { userId: string },
  now: Date,
): Promise<string[]> {
  const rows = await tx.session.updateManyAndReturn({
    where: { ...where, revokedAt: null },
    data: { revokedAt: now },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

/** Deletes the sessions whose retention is over, with their refresh tokens. */
export function purgeSessions(db: Db, now: Date): Promise<number> {
  const endedBefore = new Date(now.getTime() - CREDENTIAL_RETENTION_MS)
  return deleteInBatches(
    () => db.$executeRaw`
      DELETE FROM sessions WHERE id IN (
        SELECT id FROM sessions WHERE expires_at < ${endedBefore} OR revoked_at < ${endedBefore}
        LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED)`,
  )
}
