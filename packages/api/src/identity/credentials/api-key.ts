import type { Db, Role, Run, Statement } from '@tandem/db/types'
import type { Caller, Credential } from '../../core/caller.ts'
import { isApiKey } from '../../core/credentials.ts'
import { digestOf, newSecret, shouldRecordUse } from '../../core/fields/secret.ts'
import { isScope } from '../../core/scopes.ts'
import { BATCH_SIZE, deleteInBatches } from '../../persistence/delete-in-batches.ts'
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
  run: Run
  clock: () => Date
}

export function createApiKeys(options: ApiKeyOptions): ApiKeys {
  return { find: (key) => findApiKey(options, key) }
}

interface StoredKey {
  id: string
  userId: string
  role: Role
  isActive: boolean
  scopes: string[]
  /** In ms since 1970. */
  expiresAt: number | null
  lastUsedAt: number | null
}

const COLUMNS = `key.id, key.user_id AS "userId", users.role::text AS role, users.is_active AS "isActive", key.scopes,
    (extract(epoch FROM key.expires_at) * 1000)::float8 AS "expiresAt",
    (extract(epoch FROM key.last_used_at) * 1000)::float8 AS "lastUsedAt"`

/** Anyone may make a process look for keys, before any limit counts: those of one moment are one query. */
const FIND: Statement<StoredKey> = {
  name: 'api_keys.find',
  text: `SELECT ${COLUMNS} FROM api_keys AS key JOIN users ON users.id = key.user_id WHERE key.hash = decode($1, 'hex')`,
  many: {
    name: 'api_keys.find.many',
    text: `SELECT given.place::int AS _place, ${COLUMNS}
      FROM unnest($1::text[]) WITH ORDINALITY AS given (hash, place)
      JOIN api_keys AS key ON key.hash = decode(given.hash, 'hex') JOIN users ON users.id = key.user_id`,
    types: ['text'],
  },
}

async function findApiKey({ db, run, clock }: ApiKeyOptions, key: string): Promise<KeyHolder | null> {
  if (!isApiKey(key)) return null
  const [found] = await run(FIND, [Buffer.from(digestOf(key)).toString('hex')])
  if (!found?.isActive) return null
  const now = clock()
  const expiresAt = found.expiresAt === null ? null : new Date(found.expiresAt)
  if (expiresAt && expiresAt <= now) return null
  const lastUsedAt = found.lastUsedAt === null ? null : new Date(found.lastUsedAt)
  if (shouldRecordUse(lastUsedAt, now)) {
    await db.apiKey.updateMany({ where: { id: found.id }, data: { lastUsedAt: now } })
  }
  return {
    id: found.userId,
    role: found.role,
    sessionId: null,
    // The key may have a scope of a resource that no longer exists.
    scopes: found.scopes.filter(isScope),
    credential: { id: found.id, expiresAt },
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
