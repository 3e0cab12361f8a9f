import { plural } from '../spec/names.ts'
import { type FieldSpec, OPERATIONS, type Spec, spec as specSchema } from '../spec/spec.ts'
import { assignmentsOf, type Literal } from './answers/assignments.ts'
import { boundsOf } from './answers/bounds.ts'
import { refuseScalar, scalarOf } from './answers/scalars.ts'
import { shapeOf } from './answers/shape.ts'
import { valuesOf } from './answers/values.ts'
import { type Draft, listOf, textOf } from './draft.ts'
import { accessOf } from './rounds/access.ts'
import { actionKeys } from './rounds/actions.ts'
import { fieldType, hasDefault, isRequired, TRAITS, usualOnDelete } from './rounds/field-types.ts'
import { missingFields, settings } from './rounds/fields.ts'
import { wantsPage } from './rounds/lists.ts'
import { isOther } from './rounds/other.ts'
import { chosenOperations, parentOf, pluralOf } from './rounds/resource.ts'

/**
 * The spec that the answers say. What was not answered yet is left out, or stands in as what is recommended. Defaults of
 * the format are left out, too.
 */
export function specFrom(draft: Draft): Spec {
  const name = textOf(draft, 'name') || 'unnamed'
  const many = pluralOf(draft)
  const operations = chosenOperations(draft)
  const actions = actionKeys(draft).map((key) => ({
    name: textOf(draft, `${key}.name`),
    set: assignmentsOf(textOf(draft, `${key}.set`)) ?? {},
    ...jobOf(textOf(draft, `${key}.job`)),
  }))
  return specSchema.parse(
    withoutUndefined({
      version: 1,
      name,
      plural: many === '' || many === plural(name) ? undefined : many,
      parent: parentOf(draft),
      operations:
        operations.length === 0 || operations.length === OPERATIONS.length
          ? undefined
          : OPERATIONS.filter((operation) => operations.includes(operation)),
      actions: actions.length > 0 ? actions : undefined,
      fields: [
        ...draft.fields.map((key) => untypedFrom(draft, key) ?? fieldFrom(draft, key)),
        ...[...missingFields(draft)].map(([missing, { value }]) => standIn(missing, value)),
      ],
      access: accessFrom(draft),
      pagination: paginationFrom(draft),
      cache: cacheFrom(draft),
      page: wantsPage(draft) ? true : undefined,
      confirm: confirmFrom(draft),
    }),
  )
}

const jobOf = (job: string) => (job === '' ? {} : { job })

/** A field of which the type is still asked about. Where an action sets it, it takes that value. */
function untypedFrom(draft: Draft, key: string) {
  const name = textOf(draft, `${key}.name`)
  const setting = textOf(draft, `${key}.type`) === '' ? settings(draft).get(name) : undefined
  return setting && standIn(name, setting.value)
}

function fieldFrom(draft: Draft, key: string) {
  const type = fieldType(draft, key)
  const traits = TRAITS[type]
  const presence = textOf(draft, `${key}.presence`)
  const also = listOf(draft, `${key}.also`).filter((trait) =>
    traits.also.some((possible) => possible === trait),
  )
  const bounds = traits.hasBounds ? (boundsOf(textOf(draft, `${key}.bounds`)) ?? {}) : {}
  const unit = type === 'text' ? 'integer' : type
  return withoutUndefined({
    name: textOf(draft, `${key}.name`),
    type,
    required: isRequired(presence) && !traits.isComputed ? true : undefined,
    default: hasDefault(presence) && traits.hasDefault ? defaultFrom(draft, key, type) : undefined,
    min: bounds.min === undefined ? undefined : scalarOf(unit, bounds.min),
    max: bounds.max === undefined ? undefined : scalarOf(unit, bounds.max),
    ...ownParts(draft, key, type),
    ...Object.fromEntries(also.map((trait) => [trait, true])),
    ignoreCase:
      type === 'text' && also.includes('unique') && textOf(draft, `${key}.ignoreCase`) === 'yes'
        ? true
        : undefined,
  })
}

/** What only fields of this type have. */
function ownParts(draft: Draft, key: string, type: FieldSpec['type']): Record<string, unknown> {
  const text = (part: string) => textOf(draft, `${key}.${part}`)
  switch (type) {
    case 'enum':
      return { values: text('values') === '' ? undefined : valuesOf(text('values')) }
    case 'json':
      return { shape: text('shape') === '' ? undefined : shapeOf(text('shape')) }
    case 'computed':
      return { expression: text('expression') || undefined }
    case 'relation':
      return { to: text('to') || undefined, onDelete: onDeleteFrom(draft, key) }
    case 'decimal': {
      const [precision, scale] = text('digits').split(',').map(Number)
      if (!precision || (precision === 18 && scale === 6)) return {}
      return { precision, scale }
    }
    default:
      return {}
  }
}

/** What is said of it, where that is not what is usual. */
function onDeleteFrom(draft: Draft, key: string): string | undefined {
  const onDelete = textOf(draft, `${key}.onDelete`)
  const usual = usualOnDelete(isRequired(textOf(draft, `${key}.presence`)))
  return onDelete === '' || onDelete === usual ? undefined : onDelete
}

function defaultFrom(draft: Draft, key: string, type: FieldSpec['type']): unknown {
  const answer = draft.answers[`${key}.default`]
  // It may have been given to another type, and is asked for again then.
  if (typeof answer !== 'string' || refuseScalar(type, answer) !== undefined) return undefined
  return type === 'json' ? JSON.parse(answer) : scalarOf(type, answer)
}

/** A field that an action sets, before its type is known. */
function standIn(name: string, value: Literal) {
  if (typeof value === 'boolean') return { name, type: 'boolean', default: !value }
  if (typeof value === 'number') return { name, type: Number.isInteger(value) ? 'integer' : 'decimal' }
  return { name, type: 'text' }
}

function accessFrom(draft: Draft) {
  const { read, write, credentials } = accessOf(draft)
  const access = withoutUndefined({
    credentials:
      credentials.length === 1 && !(read === 'public' && write === 'public') ? credentials : undefined,
    read: read === '' || read === 'owner' ? undefined : read,
    write: write === '' || write === 'owner' ? undefined : write,
  })
  return Object.keys(access).length > 0 ? access : undefined
}

function paginationFrom(draft: Draft): string | undefined {
  const pagination = textOf(draft, 'pagination')
  const isAsked = isOther(draft, 'lists') && chosenOperations(draft).includes('list')
  return isAsked && pagination !== '' && pagination !== 'cursor' ? pagination : undefined
}

function cacheFrom(draft: Draft) {
  const cache = isOther(draft, 'lists') ? textOf(draft, 'cache') : ''
  if (cache === 'control') return { control: textOf(draft, 'cache.control') || 'private, max-age=60' }
  return cache === 'ttl' ? { ttl: Number(textOf(draft, 'cache.ttl') || '30') } : undefined
}

function confirmFrom(draft: Draft): string[] | undefined {
  const confirmed = [
    ...(accessOf(draft).write === 'public' && textOf(draft, 'publicWrite') === 'yes' ? ['publicWrite'] : []),
    ...(paginationFrom(draft) === 'none' && textOf(draft, 'unpaged') === 'yes' ? ['unpaged'] : []),
  ]
  return confirmed.length > 0 ? confirmed : undefined
}

function withoutUndefined(all: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}
