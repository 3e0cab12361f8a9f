import { namesOf, plural } from '../spec/names.ts'
import { resourceOf } from '../spec/resource.ts'
import type { FieldSpec, Spec } from '../spec/spec.ts'
import { assignmentsText } from './answers/assignments.ts'
import { boundsText } from './answers/bounds.ts'
import { valuesText } from './answers/values.ts'
import type { Answer, Question, Round } from './question.ts'

/** An answer as a person reads it. */
export function displayOf(question: Question, answer: Answer): string {
  if (question.kind === 'text') return String(answer)
  const label = (value: string) => question.options.find((option) => option.value === value)?.label ?? value
  return typeof answer === 'string' ? label(answer) : answer.map(label).join(', ')
}

const WHO = { owner: 'its owner', user: 'every user', public: 'everybody', 'role:admin': 'administrators' }

/** What one round of the interview has come to. */
export function summaryOf(round: Round, spec: Spec): string[] {
  const resource = resourceOf(spec)
  switch (round) {
    case 1:
      return table([
        ['Name', `${resource.names.one}, ${resource.names.many}`],
        ...(spec.parent === undefined ? [] : [['Under', spec.parent] as const]),
        ['Operations', resource.operations.join(', ')],
        ...resource.actions.map(({ name, set }) => [`Action ${name}`, assignmentsText(set)] as const),
      ])
    case 2:
      return spec.fields.length === 0
        ? ['No fields']
        : table(spec.fields.map((field) => [field.name, fieldText(field)]))
    case 3:
      return table([
        ['Path', pathOf(spec)],
        ['Reading', WHO[resource.read]],
        ['Writing', WHO[resource.write]],
        [
          'Credentials',
          resource.credentials.map((one) => (one === 'jwt' ? 'access token' : 'API key')).join(', '),
        ],
        ...(resource.credentials.includes('apiKey')
          ? [['Scopes', `${resource.names.path}:read, ${resource.names.path}:write`] as const]
          : []),
      ])
    case 4:
      return table([
        ['Pages', resource.pagination],
        ['Caching', cacheText(resource.cache)],
        ['Web app', resource.hasPage ? 'a page' : 'no page'],
      ])
  }
}

/** `/{userId}/tasks/{taskId}/notes` */
export function pathOf(spec: Spec): string {
  const { names, isOwned } = resourceOf(spec)
  const parent = spec.parent === undefined ? undefined : namesOf(spec.parent, plural(spec.parent))
  return `${isOwned ? '/{userId}' : ''}${parent ? `/${parent.path}/{${parent.one}Id}` : ''}/${names.path}`
}

function cacheText(cache: Exclude<Spec['cache'], undefined>): string {
  if (cache === 'none') return 'none'
  return 'ttl' in cache ? `by the server for ${cache.ttl} s` : `Cache-Control: ${cache.control}`
}

function fieldText(field: FieldSpec): string {
  const bounds = boundsText(field.min, field.max)
  const parts = [
    field.type,
    field.to === undefined ? '' : `to ${field.to}`,
    field.precision === undefined ? '' : `${field.precision},${field.scale ?? Math.min(6, field.precision)}`,
    bounds,
    field.values ? valuesText(field.values) : '',
    field.expression ?? '',
    field.type === 'computed' ? '' : presenceText(field),
    ...(['unique', 'filterable', 'sortable', 'searchable'] as const).filter((trait) => field[trait]),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

function presenceText(field: FieldSpec): string {
  if (field.required) return 'required'
  return field.default === undefined ? 'or null' : `default ${JSON.stringify(field.default)}`
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`)
}
