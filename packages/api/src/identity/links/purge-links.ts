import type { Db } from '@tandem/db/types'
import { BATCH_SIZE, deleteInBatches } from '../../persistence/delete-in-batches.ts'

/** How long a link is kept after its end, so that those of the last hour can be counted. */
const RETENTION_MS = 86_400_000

/** Deletes the links that ended a day ago. */
export function purgeLinks(db: Db, now: Date): Promise<number> {
  const endedBefore = new Date(now.getTime() - RETENTION_MS)
  return deleteInBatches(
    () => db.$executeRaw`
      DELETE FROM email_links WHERE id IN (
        SELECT id FROM email_links WHERE expires_at < ${endedBefore} LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED)`,
  )
}
