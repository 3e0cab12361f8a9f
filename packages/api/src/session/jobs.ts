import { z } from 'zod'
import { purgeSessions } from '../identity/session.ts'
import { defineJob } from '../jobs/define-job.ts'

export const purgeEndedSessions = defineJob({
  name: 'purge-sessions',
  payload: z.object({}),
  schedule: '27 * * * *',
  run: async (_payload, { db, clock }) => {
    await purgeSessions(db, clock())
  },
})
