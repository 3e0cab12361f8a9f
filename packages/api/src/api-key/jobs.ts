import { z } from 'zod'
import { purgeApiKeys } from '../identity/api-key.ts'
import { defineJob } from '../jobs/define-job.ts'

export const purgeExpiredApiKeys = defineJob({
  name: 'purge-api-keys',
  payload: z.object({}),
  schedule: '37 * * * *',
  run: async (_payload, { db, clock }) => {
    await purgeApiKeys(db, clock())
  },
})
