import type { Db } from '@tandem/db/types'
import type { Caller, Credential } from '../core/caller.ts'
import { isApiKey } from '../core/credentials.ts'
import { isScope } from '../core/scopes.ts'
import { digestOf, newSecret, shouldRecordUse } from '../core/secret.ts'
import { BATCH_SIZE, deleteInBatches } from '../persistence/delete-in-batches.ts'
import { CREDENTIAL_RETENTION_MS } from './retention.ts'

/** The prefix lets people and secret scanners recognise the key. */
export function generateKey(): { key: string; prefix: string; hash: Uint8Array<ArrayBuffer> } {
  const key = `tdm_${newSecret()}`
  return { key, prefix: key.slice(0, 12), hash: digestOf(key) }
}

/** The caller that an API key authenticates. */
type KeyHolder = Omit<Caller, 'credential'> & { credential: Omit<Credential, 'checkedAtSequence'> }

export interface ApiKeys {
  /** null if the key is unknown or expired, or its user inactive. Updates `lastUsedAt` at most once a minute. */
  find(key: string): Promise<KeyHolder | null>
}

// Not `Services`, whose type refers to this module.
interface ApiKeyOptions {
  db: Db
  clock: () => Date
}

export function createApiKeys(options: ApiKeyOptions): ApiKeys {
  return { find: (key) => findApiKey(options, key) }
}

async function findApiKey({ db, clock }: ApiKeyOptions, key: string): Promise<KeyHolder | null> {
  if (!isApiKey(key)) return null
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
  if (shouldRecordUse(found.lastUsedAt, now)) {
    await db.apiKey.updateMany({ where: { id: found.id }, data: { lastUsedAt: now } })
  }
  const { id, role } = found.user
  return {
    id,
    role,
    sessionId: null,
    // The key may have a scope of a resource that no longer exists.
    scopes: found.scopes.filter(isScope),
    credential: { id: found.id, expiresAt: found.expiresAt },
  }
}

/** Deletes the API keys whose retention after expiry is over. */
export function purgeApiKeys(db: Db, now: Date): Promise<number> {
  const expiredBefore = new Date(now.getTime() - CREDENTIAL_RETENTION_MS)
  return deleteInBatches(
    () => db.$executeRaw`
      DELETE FROM api_keys WHERE id IN (
        SELECT id FROM api_keys WHERE expires_at < ${expiredBefore} LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED)`,
  )
}
