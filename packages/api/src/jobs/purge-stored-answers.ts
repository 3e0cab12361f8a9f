import { z } from 'zod'
import { purgeIdempotencyKeys } from '../persistence/idempotency.ts'
import { defineJob } from './define-job.ts'

/** Here because `persistence`, which stores the answers to calls with an `Idempotency-Key`, stands below the jobs. */
export const purgeStoredAnswers = defineJob({
  name: 'purge-stored-answers',
  payload: z.object({}),
  schedule: '17 * * * *',
  run: async (_payload, { db, clock }) => {
    await purgeIdempotencyKeys(db, clock())
  },
})
