import { plural } from '../spec/names.ts'
import { CREDENTIALS, type FieldSpec, OPERATIONS, type Spec } from '../spec/spec.ts'
import { assignmentsText } from './answers/assignments.ts'
import { boundsText } from './answers/bounds.ts'
import { valuesText } from './answers/values.ts'
import { addItem, type Draft, EMPTY, put } from './draft.ts'
import type { Answer } from './question.ts'
import { ALSO_OPTIONS, usualOnDelete } from './rounds/field-types.ts'

type Access = NonNullable<Spec['access']>

/** The answers that a spec stands for: where the interview begins for what is there. */
export function draftFrom(spec: Spec): Draft {
  let draft = put(EMPTY, {
    name: spec.name,
    ...resourceAnswers(spec),
    'fields.done': spec.fields.length > 0 ? 'yes' : '',
    ...accessAnswers(spec.access ?? {}),
    ...listAnswers(spec),
    ...Object.fromEntries((spec.confirm ?? []).map((danger) => [danger, 'yes'])),
  })
  for (const { name, set, job = '' } of spec.actions ?? []) {
    draft = addItem(draft, 'actions', { name, set: assignmentsText(set), job })
  }
  for (const field of spec.fields) draft = addItem(draft, 'fields', fieldAnswers(field))
  return draft
}

function resourceAnswers({ name, parent, actions = [], ...spec }: Spec): Record<string, Answer> {
  const operations = spec.operations ?? OPERATIONS
  const isWhole = operations.length === OPERATIONS.length
  const hasActions = actions.length > 0
  return {
    resource: 'other',
    plural: spec.plural ?? plural(name),
    ...(parent === undefined ? {} : { parent }),
    operations: !isWhole ? 'chosen' : hasActions ? 'actions' : 'all',
    'operations.chosen': operations,
    // Who wants actions where there are none is asked for them.
    'actions.done': hasActions || !isWhole ? 'yes' : '',
  }
}

function accessAnswers({ read = 'owner', write = 'owner', ...access }: Access): Record<string, Answer> {
  const credentials: readonly string[] = access.credentials ?? CREDENTIALS
  const isUsual = read === 'owner' && write === 'owner' && credentials.length === CREDENTIALS.length
  return { access: isUsual ? 'usual' : 'other', read, write, credentials }
}

function listAnswers({ pagination = 'cursor', cache = 'none', page = false }: Spec): Record<string, Answer> {
  const isUsual = pagination === 'cursor' && cache === 'none' && !page
  return { lists: isUsual ? 'usual' : 'other', pagination, ...cacheAnswers(cache), page: page ? 'yes' : 'no' }
}

function cacheAnswers(cache: Spec['cache']): Record<string, Answer> {
  if (cache === undefined || cache === 'none') return { cache: 'none' }
  return 'ttl' in cache
    ? { cache: 'ttl', 'cache.ttl': String(cache.ttl) }
    : { cache: 'control', 'cache.control': cache.control }
}

function fieldAnswers(field: FieldSpec): Record<string, Answer> {
  return {
    name: field.name,
    type: field.type,
    bounds: boundsText(field.min, field.max),
    ...presenceAnswers(field),
    ...ownAnswers(field),
    also: ALSO_OPTIONS.map(({ value }) => value).filter((trait) => field[trait]),
    ignoreCase: field.ignoreCase ? 'yes' : 'no',
  }
}

function presenceAnswers({ default: value, required }: FieldSpec): Record<string, Answer> {
  if (value === undefined || value === null) return { presence: required ? 'required' : 'optional' }
  return {
    presence: required ? 'requiredWithDefault' : 'default',
    default: typeof value === 'string' ? value : JSON.stringify(value),
  }
}

/** What only one type has. */
function ownAnswers(field: FieldSpec): Record<string, Answer> {
  const { type, values = [], shape = {}, to = '', onDelete, expression = '', precision } = field
  switch (type) {
    case 'enum':
      return { values: valuesText(values) }
    case 'json':
      return { shape: JSON.stringify(shape) }
    case 'relation':
      return { to, onDelete: onDelete ?? usualOnDelete(field.required === true) }
    case 'computed':
      return { expression }
    case 'decimal':
      return { digits: `${precision ?? 18},${field.scale ?? Math.min(6, precision ?? 18)}` }
    default:
      return {}
  }
}
