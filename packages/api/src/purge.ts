import type { Db } from '@tandem/db/types'
import { purgeApiKeys } from './identity/api-key.ts'
import { purgeSessions } from './identity/session.ts'
import { purgeIdempotencyKeys } from './persistence/idempotency.ts'
import { purgeDeletedTasks } from './task/sync/purge.ts'

/** How many rows were deleted. */
export interface Purged {
  deletedTasks: number
  idempotencyKeys: number
  sessions: number
  apiKeys: number
}

/**
 * Deletes rows whose retention is over: tombstones, stored answers, and sessions and API keys that ended. Several processes
 * may purge at the same time.
 */
export async function purge(db: Db, now: Date): Promise<Purged> {
  return {
    deletedTasks: await purgeDeletedTasks(db, now),
    idempotencyKeys: await purgeIdempotencyKeys(db, now),
    sessions: await purgeSessions(db, now),
    apiKeys: await purgeApiKeys(db, now),
  }
}
