import { purgeApiKeys } from '../identity/credentials/api-key.ts'
import { definePurge } from '../jobs/define-purge.ts'

export const purgeExpiredApiKeys = definePurge({
  name: 'purge-api-keys',
  schedule: '37 * * * *',
  purge: purgeApiKeys,
})
