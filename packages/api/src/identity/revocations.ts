import type { Database } from '@tandem/db/types'

/** The channel that the function `revoke` of the database notifies. */
const CHANNEL = 'tandem_revoked'

/** Room for the clocks of two machines to differ, in milliseconds. */
const SKEW = 60_000

/**
 * The sessions that ended while access tokens of theirs may still be alive, so that no call has to ask the database;
 * and the API keys that ended, for the streams they have opened.
 */
export interface Revocations {
  has(credentialId: string): boolean
  /** What {@link endedSince} counts from. */
  moment(): number
  /** Whether a credential ended after a moment: one that did before may count again, where its user was inactive for a while. */
  endedSince(moment: number, credentialId: string): boolean
  /** Tells this process what the database will tell all of them: the next call here is refused already. */
  add(credentialIds: string[]): void
  /** Calls back when a credential ends. Returns what stops that. */
  onEnd(credentialId: string, listener: () => void): () => void
  stop(): Promise<void>
}

interface RevocationOptions {
  database: Pick<Database, 'client' | 'listen'>
  /** Lifetime of an access token, in seconds: that long a session has to be remembered. */
  ttl: number
  clock: () => Date
}

/** Follows the credentials that end, in whatever process, and catches up after the connection was lost. */
export async function followRevocations({ database, ttl, clock }: RevocationOptions): Promise<Revocations> {
  const lifetime = ttl * 1000 + SKEW
  /** In the order they were added, which is the order they may be forgotten in. */
  const revoked = new Map<string, { until: number; at: number }>()
  let moments = 0
  const listeners = new Map<string, Set<() => void>>()

  const add = (credentialIds: string[]) => {
    const now = clock().getTime()
    for (const id of credentialIds) {
      moments++
      const known = revoked.get(id)
      if (known) known.at = moments
      else revoked.set(id, { until: now + lifetime, at: moments })
      for (const listener of listeners.get(id) ?? []) listener()
    }
    for (const [id, { until }] of revoked) {
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
      select: { credentialId: true },
    })
    add(rows.map(({ credentialId }) => credentialId))
  }

  const onEnd = (credentialId: string, listener: () => void) => {
    const others = listeners.get(credentialId) ?? new Set()
    listeners.set(credentialId, others.add(listener))
    return () => {
      others.delete(listener)
      if (others.size === 0) listeners.delete(credentialId)
    }
  }

  const stop = await database.listen(CHANNEL, {
    onReady: catchUp,
    onMessage: (credentialId) => add([credentialId]),
  })
  return {
    has: (credentialId) => revoked.has(credentialId),
    moment: () => moments,
    endedSince: (moment, credentialId) => (revoked.get(credentialId)?.at ?? 0) > moment,
    add,
    onEnd,
    stop,
  }
}
