import { purgeIdempotencyKeys } from '../persistence/idempotency.ts'
import { definePurge } from './define-purge.ts'

/** Here because `persistence`, which stores the answers to calls with an `Idempotency-Key`, stands below the jobs. */
export const purgeStoredAnswers = definePurge({
  name: 'purge-stored-answers',
  schedule: '17 * * * *',
  purge: purgeIdempotencyKeys,
})
