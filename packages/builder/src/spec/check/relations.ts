import type { ProjectState } from '../../explore/explore.ts'
import type { Issue } from '../issue.ts'
import { listed, nearest } from '../read.ts'
import type { Resource } from '../resource.ts'

/** Whether a parent and relations name what there is, and what can be pointed to. */
export function checkRelations(resource: Resource, project: ProjectState): Issue[] {
  const { names, fields, isOwned } = resource
  const known = [...new Set(['user', names.one, ...project.targets.keys()])]
  const issues = checkParent(resource, project)
  for (const [index, { type, to }] of fields.entries()) {
    if (type !== 'relation' || to === undefined || to === names.one) continue
    const path = ['fields', index, 'to']
    const target = project.targets.get(to)
    if (to === 'user') {
      if (!isOwned) issues.push({ path, message: 'points to the owner, and a shared resource has none' })
    } else if (!target)
      issues.push({
        path,
        message: `is not known: there are ${listed(known)}`,
        suggestion: nearest(to, known),
      })
    else if (!isOwned && target.isOwned)
      issues.push({
        path,
        message: `is owned, row by row, and a shared resource cannot point to what is somebody's`,
      })
  }
  return issues
}

function checkParent({ names, isOwned, parent }: Resource, { targets }: ProjectState): Issue[] {
  if (!parent) return []
  const path = ['parent']
  const possible = [...targets]
    .filter(([one, target]) => target.isOwned && !target.parent && one !== names.one)
    .map(([one]) => one)
  const target = targets.get(parent.one)
  const choice = possible.length > 0 ? `: possible are ${listed(possible)}` : ''
  if (parent.one === names.one) return [{ path, message: 'a resource cannot be below itself' }]
  if (!target) return [{ path, message: `is not known${choice}`, suggestion: nearest(parent.one, possible) }]
  if (!target.isOwned) return [{ path, message: `must be owned, and ${parent.one} is shared${choice}` }]
  if (target.parent)
    return [{ path, message: `must be at the top, and ${parent.one} is below ${target.parent.one}${choice}` }]
  if (!isOwned)
    return [
      {
        path,
        message: 'a shared resource cannot be below what is owned: leave access to "owner", or parent out',
      },
    ]
  return []
}
