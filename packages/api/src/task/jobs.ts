import { definePurge } from '../jobs/define-purge.ts'
import { purgeDeletedTasks } from './sync/purge.ts'

export const purgeTombstones = definePurge({
  name: 'purge-tombstones',
  schedule: '7 * * * *',
  purge: purgeDeletedTasks,
})
