import type { ProjectState } from '../../explore/explore.ts'
import type { Issue } from '../issue.ts'
import type { Resource } from '../resource.ts'

/** What the server answers itself, so that no page of the web app can be there. */
const SERVER_PATHS = ['api', 'assets', 'docs', 'health', 'metrics', 'redoc', 'session', 'trpc']
/** Where links in mails lead. */
const LINK_PATHS = ['reset-password', 'verify-email']

/** Whether the web app can have a page for a resource. */
export function checkPage(resource: Resource, { pages }: ProjectState): Issue[] {
  const { credentials, hasPage, names, operations, parent, read, write } = resource
  if (!hasPage) return []
  const path = ['page']
  const issues: Issue[] = []
  if (!operations.includes('list'))
    issues.push({ path, message: 'shows a list, and "list" is not among the operations' })
  if (!credentials.includes('jwt') && !(read === 'public' && write === 'public'))
    issues.push({ path, message: 'has an access token, and credentials take none: add "jwt"' })
  const taken = [...pages, ...[...SERVER_PATHS, ...LINK_PATHS].map((one) => `/${one}`)]
  if (!parent && taken.includes(`/${names.path}`))
    issues.push({
      path,
      message: `would be at /${names.path}, where something else is: choose another plural`,
    })
  return issues
}
