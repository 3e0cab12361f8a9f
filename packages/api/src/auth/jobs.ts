import { z } from 'zod'
import { purgeLinks } from '../identity/links/purge-links.ts'
import { defineJob } from '../jobs/define-job.ts'

export const purgeMailedLinks = defineJob({
  name: 'purge-mailed-links',
  payload: z.object({}),
  schedule: '57 * * * *',
  run: async (_payload, { db, clock }) => {
    await purgeLinks(db, clock())
  },
})
