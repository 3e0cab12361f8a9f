import type { Db } from '@tandem/db/types'
import { purgeApiKeys } from './identity/api-key.ts'
import { purgeLinks } from './identity/links/purge-links.ts'
import { purgeSessions } from './identity/session.ts'
import { purgeIdempotencyKeys } from './persistence/idempotency.ts'
import { purgeDeletedTasks } from './task/sync/purge.ts'

/** How many rows were deleted. */
export interface Purged {
  deletedTasks: number
  idempotencyKeys: number
  sessions: number
  apiKeys: number
  emailLinks: number
}

/**
 * Deletes rows whose retention is over: tombstones, stored answers, and sessions, API keys and mailed links that ended. Several processes
 * may purge at the same time.
 */
export async function purge(db: Db, now: Date): Promise<Purged> {
  return {
    deletedTasks: await purgeDeletedTasks(db, now),
    idempotencyKeys: await purgeIdempotencyKeys(db, now),
    sessions: await purgeSessions(db, now),
    apiKeys: await purgeApiKeys(db, now),
    emailLinks: await purgeLinks(db, now),
  }
}
