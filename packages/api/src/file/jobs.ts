import { z } from 'zod'
import { defineJob } from '../jobs/define-job.ts'
import { SCHEDULED_RETRY_DELAYS_S } from '../jobs/timing.ts'
import { CONFIRM_MS, findStrays, removeStrays, strays } from './strays.ts'

/** A bucket may have a million files, which are listed a thousand at a time. */
const SWEEP_TIMEOUT_S = 1_800

/** Deletes the bytes of deleted files that could not be deleted together with their rows. */
export const removeDeletedFiles = defineJob({
  name: 'remove-deleted-files',
  schedule: '* * * * *',
  payload: z.object({}),
  concurrency: 1,
  run: async (_payload, { files, signal }) => {
    await files.removeBytes(signal)
  },
})

/** The first look of a sweep. What it finds may also be an upload on its way, so the second look is a job with a later time. */
export const findStrayFiles = defineJob({
  name: 'find-stray-files',
  schedule: '2 * * * *',
  atStart: true,
  payload: z.object({}),
  concurrency: 1,
  timeout: SWEEP_TIMEOUT_S,
  run: async (_payload, { db, files, jobs, clock, signal }) => {
    await files.removeBytes(signal)
    const found = await findStrays(db, files.store, signal)
    const startAfter = new Date(clock().getTime() + CONFIRM_MS)
    // Also when there are none: a copy that was not finished is not among them.
    await jobs.enqueue(db, removeStrayFiles, found, { startAfter })
  },
})

/** The second look of a sweep, which removes what still belongs to nothing. */
export const removeStrayFiles = defineJob({
  name: 'remove-stray-files',
  payload: strays,
  // What is given up, the next sweep finds again.
  retryDelays: SCHEDULED_RETRY_DELAYS_S,
  concurrency: 1,
  timeout: SWEEP_TIMEOUT_S,
  run: async (found, { db, files, signal }) => {
    const removed = await removeStrays(db, files.store, found, signal)
    if (removed.bytes + removed.rows > 0) files.onSwept?.(removed)
  },
})
