import type { Database, Statement } from '@tandem/db/types'

/** The channel that the database function `revoke` notifies. */
const CHANNEL = 'tandem_revoked'

/** Tolerated inaccuracy of a process's reckoning of the database's time, in milliseconds. */
const CLOCK_SKEW_MS = 60_000

/**
 * How old what this process knows may be, in milliseconds. A revocation counts everywhere within a second; heartbeats come
 * every quarter of one, so only a connection that is dead or very slow exceeds this.
 */
const MAX_AGE_MS = 750

/** Revocations within `$1` ms. By the database's clock, because that of a process may be wrong. */
const RECENT: Statement<{ id: string }> = {
  name: '',
  text: `SELECT credential_id::text AS id FROM revocations
    WHERE revoked_at > now() - $1::float8 * interval '1 ms' ORDER BY revoked_at`,
}

/** A day late, in case another process has a longer token lifetime. */
const DELETE_OLD: Statement = {
  name: '',
  text: `DELETE FROM revocations WHERE revoked_at < now() - $1::float8 * interval '1 ms' - interval '1 day'`,
}

/** A row for a credential that was revoked. */
const REVOKED: Statement = {
  name: 'revocations.get',
  text: 'SELECT 1 FROM revocations WHERE credential_id = $1::uuid',
  many: {
    name: 'revocations.get.many',
    text: `SELECT given.place::int AS _place
      FROM unnest($1::uuid[]) WITH ORDINALITY AS given (id, place) JOIN revocations ON credential_id = given.id`,
    types: ['uuid'],
  },
}

/**
 * Recently ended credentials, in memory so that calls need not query the database: sessions whose access tokens have not
 * expired yet, and API keys that may have opened streams.
 */
export interface Revocations {
  /** Whether this process knows the credential to be revoked. It knows too little while it is not current. */
  has(credentialId: string): boolean
  /** Whether this process knows of every revocation, but for those of the last second. */
  isCurrent(): boolean
  /** Asks the database whether a credential was revoked recently, for while this process is not current. */
  lookUp(credentialId: string): Promise<boolean>
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
  database: Pick<Database, 'engine' | 'listen' | 'run'>
  /** Lifetime of an access token in seconds, which is how long an ended session must be remembered. */
  ttl: number
  /** The database's time. */
  clock: () => Date
}

/** Follows the revocations of all processes, and catches up after the connection was lost. */
export async function followRevocations({ database, ttl, clock }: RevocationOptions): Promise<Revocations> {
  const lifetime = ttl * 1000 + CLOCK_SKEW_MS
  /** In insertion order, which is also the order of expiry. */
  const revoked = new Map<string, { until: number; sequence: number }>()
  let latest = 0
  const listeners = new Map<string, Set<() => void>>()
  /** The embedded database has this process only, which applies its own revocations at once. */
  let currentAt = database.engine === 'pglite' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY

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
    await database.run(DELETE_OLD, [lifetime])
    const rows = await database.run(RECENT, [lifetime])
    add(rows.map(({ id }) => id))
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
    onCurrent: (time) => {
      currentAt = time
    },
  })
  return {
    has: (credentialId) => revoked.has(credentialId),
    isCurrent: () => performance.now() - currentAt < MAX_AGE_MS,
    lookUp: async (credentialId) => (await database.run(REVOKED, [credentialId])).length > 0,
    sequence: () => latest,
    revokedSince: (sequence, credentialId) => (revoked.get(credentialId)?.sequence ?? 0) > sequence,
    add,
    onRevoked,
    stop,
  }
}
