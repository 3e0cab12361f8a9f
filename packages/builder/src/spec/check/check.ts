import { type ProjectState, resolve } from '../../explore/explore.ts'
import type { Issue } from '../issue.ts'
import type { Spec } from '../spec.ts'
import { checkAccess, checkActions } from './access.ts'
import { checkExtension } from './extension.ts'
import { checkFieldNames } from './field-names.ts'
import { checkFields } from './fields.ts'
import { checkJobs } from './jobs.ts'
import { checkNames } from './names.ts'
import { checkPage } from './page.ts'
import { checkRelations } from './relations.ts'
import { checkUnique } from './unique.ts'

/**
 * Every reason why the project cannot have a resource, as far as it can be told without a database. What an expression means
 * is PostgreSQL's to say: `computedOf`. It takes a spec that is not finished too, with the fields that there are so far.
 */
export function checkSpec(spec: Spec, project: ProjectState): Issue[] {
  const resource = resolve(spec, project.targets)
  if (resource.isExtension) return checkExtension(spec, resource, project)
  return [
    ...checkNames(resource, project),
    ...checkFieldNames(resource, project),
    ...checkFields(resource),
    ...checkUnique(resource),
    ...checkRelations(resource, project),
    ...checkActions(resource, project),
    ...checkJobs(resource, project),
    ...checkAccess(spec, resource),
    ...checkPage(resource, project),
    ...checkChange(spec, project),
  ]
}

/** What another spec of the same name cannot change: where the rows are, and whose. */
function checkChange(spec: Spec, { specs, targets }: ProjectState): Issue[] {
  const before = specs.get(spec.name)
  if (!before) return []
  const [was, is] = [resolve(before, targets), resolve(spec, targets)]
  const undo = `undo ${spec.name} first (pnpm gen undo ${spec.name})`
  const issues: Issue[] = []
  if (was.names.many !== is.names.many)
    issues.push({
      path: ['plural'],
      message: `is ${was.names.many} already: to change it, ${undo}`,
      suggestion: was.names.many,
    })
  if (was.parent?.one !== is.parent?.one)
    issues.push({
      path: ['parent'],
      message: `is ${was.parent?.one ?? 'none'} already: to change it, ${undo}`,
    })
  if (was.isOwned !== is.isOwned)
    issues.push({
      path: ['access'],
      message: `rows are ${was.isOwned ? 'owned' : 'shared'} already: to change it, ${undo}`,
    })
  return issues
}
