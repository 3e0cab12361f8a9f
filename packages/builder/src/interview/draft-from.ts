import { plural } from '../spec/names.ts'
import { CREDENTIALS, type FieldSpec, OPERATIONS, type Spec } from '../spec/spec.ts'
import { assignmentsText } from './answers/assignments.ts'
import { boundsText } from './answers/bounds.ts'
import { valuesText } from './answers/values.ts'
import { addItem, type Draft, EMPTY, put } from './draft.ts'
import type { Answer } from './question.ts'
import { ALSO_OPTIONS, usualOnDelete } from './rounds/field-types.ts'

/** The answers that a spec stands for: where the interview begins for what is there. */
export function draftFrom(spec: Spec): Draft {
  const operations = spec.operations ?? OPERATIONS
  const { credentials = CREDENTIALS, read = 'owner', write = 'owner' } = spec.access ?? {}
  let draft = put(EMPTY, {
    name: spec.name,
    plural: spec.plural ?? plural(spec.name),
    ...(spec.parent === undefined ? {} : { parent: spec.parent }),
    operations: operations.length === OPERATIONS.length ? 'all' : 'chosen',
    'operations.chosen': operations,
    'actions.done': 'yes',
    'fields.done': spec.fields.length > 0 ? 'yes' : '',
    read,
    write,
    credentials,
    pagination: spec.pagination ?? 'cursor',
    ...cacheAnswers(spec.cache),
    page: spec.page ? 'yes' : 'no',
    ...Object.fromEntries((spec.confirm ?? []).map((danger) => [danger, 'yes'])),
  })
  for (const { name, set } of spec.actions ?? []) {
    draft = addItem(draft, 'actions', { name, set: assignmentsText(set) })
  }
  for (const field of spec.fields) draft = addItem(draft, 'fields', fieldAnswers(field))
  return draft
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
  return { presence: 'default', default: typeof value === 'string' ? value : JSON.stringify(value) }
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
