import type { Database } from '@tandem/db/types'

/** The channel that the database function `revoke` notifies. */
const CHANNEL = 'tandem_revoked'

/** Tolerated clock difference between machines, in milliseconds. */
const CLOCK_SKEW_MS = 60_000

/**
 * Recently ended credentials, in memory so that calls need not query the database: sessions whose access tokens have not
 * expired yet, and API keys that may have opened streams.
 */
export interface Revocations {
  has(credentialId: string): boolean
  /** How many revocations this process has seen. */
  sequence(): number
  /**
   * Whether a credential was revoked after `sequence`. Earlier revocations do not count, because an API key is valid again
   * once its user is reactivated.
   */
  revokedSince(sequence: number, credentialId: string): boolean
  /** Applies revocations to this process at once, ahead of the database's notification. */
  add(credentialIds: string[]): void
  /** Calls back whenever the credential is revoked. Returns a function that unsubscribes. */
  onRevoked(credentialId: string, listener: () => void): () => void
  stop(): Promise<void>
}

interface RevocationOptions {
  database: Pick<Database, 'client' | 'listen'>
  /** Lifetime of an access token in seconds, which is how long an ended session must be remembered. */
  ttl: number
  clock: () => Date
}

/** Follows the revocations of all processes, and catches up after the connection was lost. */
export async function followRevocations({ database, ttl, clock }: RevocationOptions): Promise<Revocations> {
  const lifetime = ttl * 1000 + CLOCK_SKEW_MS
  /** In insertion order, which is also the order of expiry. */
  const revoked = new Map<string, { until: number; sequence: number }>()
  let latest = 0
  const listeners = new Map<string, Set<() => void>>()

  const add = (credentialIds: string[]) => {
    const now = clock().getTime()
    for (const id of credentialIds) {
      latest++
      const known = revoked.get(id)
      if (known) known.sequence = latest
      else revoked.set(id, { until: now + lifetime, sequence: latest })
      for (const listener of listeners.get(id) ?? []) listener()
    }
    for (const [id, { until }] of revoked) {
      if (until > now) break
      revoked.delete(id)
    }
  }

  const catchUp = async () => {
    const since = new Date(Date.now() - lifetime)
    // Old rows are deleted a day late, in case another process has a longer token lifetime.
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

  const onRevoked = (credentialId: string, listener: () => void) => {
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
    sequence: () => latest,
    revokedSince: (sequence, credentialId) => (revoked.get(credentialId)?.sequence ?? 0) > sequence,
    add,
    onRevoked,
    stop,
  }
}
