import { purgeSessions } from '../identity/sessions/session.ts'
import { definePurge } from '../jobs/define-purge.ts'

export const purgeEndedSessions = definePurge({
  name: 'purge-sessions',
  schedule: '27 * * * *',
  purge: purgeSessions,
})
