import type { Db } from '@tandem/db/types'
import { purgeApiKeys } from './identity/api-key.ts'
import { purgeSessions } from './identity/session.ts'
import { purgeIdempotencyKeys } from './persistence/idempotency.ts'
import { purgeDeletedTasks } from './task/sync/purge.ts'

/** How many rows were removed. */
export interface Purged {
  deletedTasks: number
  idempotencyKeys: number
  sessions: number
  apiKeys: number
}

/**
 * Removes what nobody can use any more: deletions that can no longer be undone, answers kept for retries, sessions (with
 * their refresh tokens) and API keys that ended 30 days ago. Several processes may do it at once.
 */
export async function purge(db: Db, now: Date): Promise<Purged> {
  return {
    deletedTasks: await purgeDeletedTasks(db, now),
    idempotencyKeys: await purgeIdempotencyKeys(db, now),
    sessions: await purgeSessions(db, now),
    apiKeys: await purgeApiKeys(db, now),
  }
}
