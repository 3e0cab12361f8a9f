import type { ProjectState } from '../../explore/explore.ts'
import type { Issue } from '../issue.ts'
import { kebabCase } from '../names.ts'
import { listed, nearest } from '../read.ts'
import { OBJECT, ROUTER, TYPESCRIPT } from '../reserved.ts'
import type { Resource } from '../resource.ts'
import { type ActionSpec, type FieldSpec, OPERATIONS, type Spec } from '../spec.ts'
import { problemOf } from '../values.ts'

/** Whether what a resource allows goes together, and what is dangerous has been said twice. */
export function checkAccess(
  spec: Spec,
  { isOwned, read, write, pagination, cache, operations }: Resource,
): Issue[] {
  const issues: Issue[] = []
  const confirmed = new Set(spec.confirm)
  if (write === 'owner' && read === 'public')
    issues.push({
      path: ['access', 'read'],
      message:
        'rows that only their owner may write cannot be read by everyone: they live under the path of their owner',
      suggestion: 'owner',
    })
  if (read === 'owner' && write === 'public')
    issues.push({
      path: ['access', 'write'],
      message:
        'rows that only their owner may read cannot be written by everyone: they live under the path of their owner',
      suggestion: 'owner',
    })
  if (write === 'public' && !confirmed.has('publicWrite'))
    issues.push({
      path: ['access', 'write'],
      message: 'lets everyone write, without credentials: say it twice with "confirm": ["publicWrite"]',
    })
  if (pagination === 'none' && operations.includes('list') && !confirmed.has('unpaged'))
    issues.push({
      path: ['pagination'],
      message: 'answers every row at once, and fails beyond 1,000: say it twice with "confirm": ["unpaged"]',
    })
  if (typeof cache === 'object' && 'control' in cache) issues.push(...checkControl(cache.control, isOwned))
  return issues
}

/** A directive of `Cache-Control`: a token, perhaps with a value. */
const DIRECTIVE = /^([\w!#$%&'*+.^`|~-]+)(=([\w!#$%&'*+.^`|~-]+|"[^"\\]*"))?$/

function checkControl(control: string, isOwned: boolean): Issue[] {
  const path = ['cache', 'control']
  const directives = control.split(',').map((directive) => directive.trim())
  const wrong = directives.find((directive) => !DIRECTIVE.test(directive))
  if (wrong !== undefined)
    return [
      {
        path,
        message: `${JSON.stringify(wrong)} is no directive of Cache-Control`,
        suggestion: 'private, max-age=60',
      },
    ]
  if (!isOwned) return []
  const names = directives.map((directive) => directive.split('=', 1)[0]?.toLowerCase())
  const shared = names.find((name) => name === 'public' || name === 's-maxage')
  // Without a word about it a cache in between may keep an answer too, and an API key tells it nothing.
  const isPrivate = directives.some((directive) => /^(private|no-store)$/i.test(directive))
  if (shared === undefined && isPrivate) return []
  const message = `${shared ?? 'what is not said to be private'} would let caches between give what is the owner's to others`
  return [{ path, message, suggestion: 'private, max-age=60' }]
}

/** Whether an action sets fields that there are, to values that they take. */
export function checkActions({ actions, fields, names }: Resource, { paths }: ProjectState): Issue[] {
  const seen = new Set<string>()
  return actions.flatMap(({ name, set }, index) => {
    const segment = kebabCase(name)
    // The path of a resource below this one: `/{userId}/tasks/{taskId}/notes`.
    const isBelow = paths.some((path) => path.endsWith(`/${names.path}/{${names.one}Id}/${segment}`))
    const issues = [
      ...checkActionName(name, { isTwin: seen.has(segment), isBelow }),
      ...checkSet(set, fields),
    ]
    seen.add(segment)
    return issues.map(({ path, ...rest }) => ({ path: ['actions', index, ...path], ...rest }))
  })
}

function checkActionName(name: string, { isTwin, isBelow }: { isTwin: boolean; isBelow: boolean }): Issue[] {
  const path = ['name']
  if (OPERATIONS.some((operation) => operation === name))
    return [{ path, message: 'is an operation', suggestion: `${name}Now` }]
  if (TYPESCRIPT.has(name) || OBJECT.has(name) || ROUTER.has(name))
    return [{ path, message: 'is a reserved word', suggestion: `${name}It` }]
  if (isTwin) return [{ path, message: `has the path of another action: ${kebabCase(name)}` }]
  return isBelow ? [{ path, message: `has the path of a resource below this one: ${kebabCase(name)}` }] : []
}

function checkSet(set: ActionSpec['set'], fields: readonly FieldSpec[]): Issue[] {
  const known = fields.map(({ name }) => name)
  const entries = Object.entries(set)
  if (entries.length === 0) return [{ path: ['set'], message: 'must set a field' }]
  return entries.flatMap(([key, value]) => {
    const path = ['set', key]
    const field = fields.find(({ name }) => name === key)
    if (field) {
      const message = problemOf(field, value)
      return message ? [{ path, message }] : []
    }
    const choice = known.length > 0 ? `there are ${listed(known)}` : 'there is none'
    return [{ path, message: `is no field: ${choice}`, suggestion: nearest(key, known) }]
  })
}
