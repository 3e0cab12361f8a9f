import { z } from 'zod'
import { defineJob } from '../jobs/define-job.ts'
import { purgeDeletedTasks } from './sync/purge.ts'

export const purgeTombstones = defineJob({
  name: 'purge-tombstones',
  payload: z.object({}),
  schedule: '7 * * * *',
  run: async (_payload, { db, clock }) => {
    await purgeDeletedTasks(db, clock())
  },
})
