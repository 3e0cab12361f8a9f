import type { Database } from '@tandem/db/types'

/** The channel that the trigger `sessions_end` notifies. */
const CHANNEL = 'tandem_revoked'

/** Room for the clocks of two machines to differ, in milliseconds. */
const SKEW = 60_000

/** The sessions that ended while access tokens of theirs may still be alive, so that no call has to ask the database. */
export interface Revocations {
  has(sessionId: string): boolean
  /** Tells this process what the database will tell all of them: the next call here is refused already. */
  add(sessionIds: string[]): void
  stop(): Promise<void>
}

interface RevocationOptions {
  database: Pick<Database, 'client' | 'listen'>
  /** Lifetime of an access token, in seconds: that long a session has to be remembered. */
  ttl: number
  clock: () => Date
}

/** Follows the sessions that end, in whatever process, and catches up after the connection was lost. */
export async function followRevocations({ database, ttl, clock }: RevocationOptions): Promise<Revocations> {
  const lifetime = ttl * 1000 + SKEW
  /** In the order they were added, which is the order they may be forgotten in. */
  const revoked = new Map<string, number>()

  const add = (sessionIds: string[]) => {
    const now = clock().getTime()
    for (const id of sessionIds) if (!revoked.has(id)) revoked.set(id, now + lifetime)
    for (const [id, until] of revoked) {
      if (until > now) break
      revoked.delete(id)
    }
  }

  const catchUp = async () => {
    const since = new Date(Date.now() - lifetime)
    // Whoever starts also tidies up; the longest of several lifetimes wins by a day.
    await database.client.revocation.deleteMany({
      where: { revokedAt: { lt: new Date(since.getTime() - 86_400_000) } },
    })
    const rows = await database.client.revocation.findMany({
      where: { revokedAt: { gt: since } },
      orderBy: { revokedAt: 'asc' },
      select: { sessionId: true },
    })
    add(rows.map(({ sessionId }) => sessionId))
  }

  const stop = await database.listen(CHANNEL, {
    onReady: catchUp,
    onMessage: (sessionId) => add([sessionId]),
  })
  return { has: (sessionId) => revoked.has(sessionId), add, stop }
}
