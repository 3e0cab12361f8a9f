import type { ProjectState } from '../../explore/explore.ts'
import type { Target } from '../../render/rendering.ts'
import type { Issue } from '../issue.ts'
import { listed, nearest } from '../read.ts'
import type { Resource } from '../resource.ts'
import type { FieldSpec } from '../spec.ts'
import { countOf } from '../steps.ts'
import { isNullable } from '../values.ts'

/** Whether a parent and relations name what there is, and what can be pointed to. */
export function checkRelations(resource: Resource, project: ProjectState): Issue[] {
  const { names, fields, isOwned } = resource
  const known = [...new Set(['user', names.one, ...project.targets.keys()])]
  const targets = fields.flatMap((field, index) => {
    if (field.type !== 'relation' || field.to === undefined) return []
    const issue =
      field.to === names.one ? checkItself(field) : checkTarget(field.to, project.targets.get(field.to))
    const found = issue ?? (field.required ? checkRoom(field.to, ['to'], project) : undefined)
    return found ? [{ ...found, path: ['fields', index, ...found.path] }] : []
  })
  return [...checkParent(resource, project), ...targets]

  function checkTarget(to: string, target: Target | undefined): Issue | undefined {
    const path = ['to']
    if (to === 'user')
      return isOwned ? undefined : { path, message: 'points to the owner, and a shared resource has none' }
    if (!target)
      return { path, message: `is not known: there are ${listed(known)}`, suggestion: nearest(to, known) }
    if (isOwned || !target.isOwned) return undefined
    return {
      path,
      message: `is owned, row by row, and a shared resource cannot point to what is somebody's`,
    }
  }
}

/** Tests make some rows of what a row cannot be without, for one owner. */
function checkRoom(one: string, path: string[], { specs }: ProjectState): Issue | undefined {
  const few = specs
    .get(one)
    ?.fields.find((field) => field.unique && !isNullable(field) && countOf(field) < MIN_ROOM)
  return (
    few && { path, message: `can have ${countOf(few)} rows of an owner, since its ${few.name} is unique` }
  )
}

/** Rows that an owner can have at least of what others need. */
const MIN_ROOM = 100

function checkItself({ required }: FieldSpec): Issue | undefined {
  if (!required) return undefined
  return {
    path: ['required'],
    message: 'would ask of the first row that there is another one already: leave it out',
  }
}

function checkParent({ names, isOwned, parent }: Resource, project: ProjectState): Issue[] {
  if (!parent) return []
  const path = ['parent']
  const { targets } = project
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
  const few = checkRoom(parent.one, path, project)
  return few ? [few] : []
}
