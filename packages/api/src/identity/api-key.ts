import type { Db } from '@tandem/db/types'
import type { Caller, Credential } from '../core/caller.ts'
import type { Services } from '../core/context.ts'
import { isScope } from '../core/scopes.ts'
import { digestOf, isUseToNote, newSecret } from '../core/secret.ts'
import { inSteps, MAX_ROWS } from '../persistence/in-steps.ts'
import { ENDED_KEPT } from './ended.ts'

/** The beginning tells people, and scanners for leaked secrets, what it is. */
export function generateKey(): { key: string; prefix: string; hash: Uint8Array<ArrayBuffer> } {
  const key = `tdm_${newSecret()}`
  return { key, prefix: key.slice(0, 12), hash: digestOf(key) }
}

/** The caller that an API key stands for. */
type KeyHolder = Omit<Caller, 'credential'> & { credential: Omit<Credential, 'checkedAt'> }

export interface ApiKeys {
  /** Null where the key is unknown or expired, or its user inactive. Notes its use, once a minute. */
  find(key: string): Promise<KeyHolder | null>
}

export function createApiKeys(services: Pick<Services, 'db' | 'clock'>): ApiKeys {
  return { find: (key) => findApiKey(services, key) }
}

async function findApiKey(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  key: string,
): Promise<KeyHolder | null> {
  if (!/^tdm_[\w-]{43}$/.test(key)) return null
  const found = await db.apiKey.findUnique({
    where: { hash: digestOf(key) },
    select: {
      id: true,
      scopes: true,
      expiresAt: true,
      lastUsedAt: true,
      user: { select: { id: true, role: true, isActive: true } },
    },
  })
  const now = clock()
  if (!found?.user.isActive || (found.expiresAt && found.expiresAt <= now)) return null
  if (isUseToNote(found.lastUsedAt, now)) {
    await db.apiKey.updateMany({ where: { id: found.id }, data: { lastUsedAt: now } })
  }
  const { id, role } = found.user
  return {
    id,
    role,
    sessionId: null,
    // A scope of a resource that is gone opens nothing.
    scopes: found.scopes.filter(isScope),
    credential: { id: found.id, expiresAt: found.expiresAt },
  }
}

/** Removes the API keys that expired long ago. */
export function purgeApiKeys(db: Db, now: Date): Promise<number> {
  const ended = new Date(now.getTime() - ENDED_KEPT)
  return inSteps(
    () => db.$executeRaw`
      DELETE FROM api_keys WHERE id IN (
        SELECT id FROM api_keys WHERE expires_at < ${ended} LIMIT ${MAX_ROWS} FOR UPDATE SKIP LOCKED)`,
  )
}
