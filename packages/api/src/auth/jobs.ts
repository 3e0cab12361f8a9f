import { purgeLinks } from '../identity/links/purge-links.ts'
import { definePurge } from '../jobs/define-purge.ts'

export const purgeMailedLinks = definePurge({
  name: 'purge-mailed-links',
  schedule: '57 * * * *',
  purge: purgeLinks,
})
