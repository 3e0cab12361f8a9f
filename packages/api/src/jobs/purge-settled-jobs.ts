import type { Db } from '@tandem/db/types'
import { BATCH_SIZE, deleteInBatches } from '../persistence/delete-in-batches.ts'
import { definePurge } from './define-purge.ts'

const HOUR_MS = 3_600_000

/** Long enough that no process, whatever its clock, plans a run again that is done. */
const DONE_RETENTION_MS = HOUR_MS

/** Dead jobs are there to be looked at. */
const DEAD_RETENTION_MS = 30 * 24 * HOUR_MS

/** Deletes jobs that are done or dead, and those that nobody took. */
export const purgeSettledJobs = definePurge({
  name: 'purge-settled-jobs',
  schedule: '47 * * * *',
  purge: deleteSettledJobs,
})

export function deleteSettledJobs(db: Db, now: Date): Promise<number> {
  const doneBefore = new Date(now.getTime() - DONE_RETENTION_MS)
  const deadBefore = new Date(now.getTime() - DEAD_RETENTION_MS)
  return deleteInBatches(
    () => db.$executeRaw`
      DELETE FROM pgboss.job WHERE (name, id) IN (
        SELECT name, id FROM pgboss.job
        WHERE completed_on < ${deadBefore} OR (state <> 'failed' AND completed_on < ${doneBefore})
          OR (state < 'active' AND keep_until < ${now})
        LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED)`,
  )
}
