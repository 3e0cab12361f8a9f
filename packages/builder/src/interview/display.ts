import { namesOf, plural } from '../spec/names.ts'
import { resourceOf } from '../spec/resource.ts'
import type { FieldSpec, Spec } from '../spec/spec.ts'
import { assignmentsText } from './answers/assignments.ts'
import { boundsText } from './answers/bounds.ts'
import { valuesText } from './answers/values.ts'
import type { Answer, Question } from './question.ts'

/** An answer as a person reads it. */
export function displayOf(question: Question, answer: Answer): string {
  if (question.kind === 'text') return String(answer)
  const label = (value: string) => question.options.find((option) => option.value === value)?.label ?? value
  return typeof answer === 'string' ? label(answer) : answer.map(label).join(', ')
}

const WHO = { owner: 'its owner', user: 'every user', public: 'everybody', 'role:admin': 'administrators' }

/** What the answers have come to. */
export function summaryOf(spec: Spec, isExtension: boolean): string[] {
  const fields = spec.fields.map((field) => [field.name, fieldText(field)] as const)
  return table([...(isExtension ? [] : resourceRows(spec)), ...fields])
}

/** What a field has come to, on one line. */
export const fieldSummary = (field: FieldSpec) => `${field.name}: ${fieldText(field)}`

function resourceRows(spec: Spec): (readonly [string, string])[] {
  const { names, operations, actions, read, write, credentials, pagination, cache, hasPage } =
    resourceOf(spec)
  const who = read === write ? WHO[read] : `read by ${WHO[read]}, written by ${WHO[write]}`
  const signedIn = credentials.map((one) => (one === 'jwt' ? 'access token' : 'API key')).join(' or ')
  return [
    ['Name', `${names.one}, ${names.many}`],
    ['Path', pathOf(spec)],
    ['Operations', operations.join(', ')],
    ...actions.map(
      ({ name, set, job }) =>
        [`Action ${name}`, `${assignmentsText(set)}${job === undefined ? '' : ` · runs ${job}`}`] as const,
    ),
    ['Access', read === 'public' && write === 'public' ? who : `${who}, by ${signedIn}`],
    ...(credentials.includes('apiKey')
      ? [['Scopes', `${names.path}:read, ${names.path}:write`] as const]
      : []),
    [
      'Lists',
      [
        ...(operations.includes('list') ? [`pages by ${pagination}`] : []),
        cacheText(cache),
        hasPage ? 'a page in the web app' : 'no page in the web app',
      ].join(' · '),
    ],
    ['', ''],
  ]
}

/** `/{userId}/tasks/{taskId}/notes` */
export function pathOf(spec: Spec): string {
  const { names, isOwned } = resourceOf(spec)
  const parent = spec.parent === undefined ? undefined : namesOf(spec.parent, plural(spec.parent))
  return `${isOwned ? '/{userId}' : ''}${parent ? `/${parent.path}/{${parent.one}Id}` : ''}/${names.path}`
}

function cacheText(cache: Exclude<Spec['cache'], undefined>): string {
  if (cache === 'none') return 'no caching'
  return 'ttl' in cache ? `kept by the server for ${cache.ttl} s` : `Cache-Control: ${cache.control}`
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
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`.trimEnd())
}
