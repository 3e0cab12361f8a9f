import { messageOf } from '../../message.ts'
import { sampleOfShape } from '../../render/shape/sample-of-shape.ts'
import { schemaOfShape } from '../../render/shape/schema-of-shape.ts'
import { ShapeError } from '../../render/shape/shape.ts'
import type { Issue } from '../issue.ts'
import { listed } from '../read.ts'
import type { Resource } from '../resource.ts'
import type { FieldSpec, FieldType } from '../spec.ts'
import { isStorable } from '../storable.ts'
import {
  areCrossed,
  isBounded,
  isNullable,
  MAX_INDEXED_TEXT,
  mostCharacters,
  problemOf,
  problemOfBound,
  scaleOf,
} from '../values.ts'

type Attribute = Exclude<keyof FieldSpec, 'name' | 'type'>

/** What an attribute is for. All others are for every type. */
const ONLY_FOR: Partial<Record<Attribute, readonly FieldType[]>> = {
  min: ['text', 'integer', 'decimal', 'date', 'instant'],
  max: ['text', 'integer', 'decimal', 'date', 'instant'],
  values: ['enum'],
  shape: ['json'],
  to: ['relation'],
  onDelete: ['relation'],
  expression: ['computed'],
  ignoreCase: ['text', 'computed'],
  precision: ['decimal'],
  scale: ['decimal'],
  searchable: ['text', 'computed'],
}

const NEVER: Partial<Record<FieldType, readonly Attribute[]>> = {
  boolean: ['unique'],
  computed: ['required', 'default'],
  relation: ['default', 'sortable'],
  json: ['unique', 'filterable', 'sortable'],
}

/** What a type cannot be without. */
const NEEDED: Partial<Record<FieldType, Attribute>> = {
  enum: 'values',
  json: 'shape',
  relation: 'to',
  computed: 'expression',
}

/** Whether what a field says fits its type. */
export function checkFields({ fields }: Pick<Resource, 'fields'>): Issue[] {
  if (fields.length === 0) return [{ path: ['fields'], message: 'must have a field' }]
  return fields.flatMap((field, index) =>
    checkField(field).map(({ path, ...rest }) => ({ path: ['fields', index, ...path], ...rest })),
  )
}

function checkField(field: FieldSpec): Issue[] {
  const misplaced = checkAttributes(field)
  if (misplaced.length > 0) return misplaced
  return [
    ...checkBounds(field),
    ...checkValues(field),
    ...checkScale(field),
    ...checkShape(field),
    ...checkIndexed(field),
    ...checkOnDelete(field),
    ...checkDefault(field),
  ]
}

function checkAttributes(field: FieldSpec): Issue[] {
  const { type } = field
  const issues: Issue[] = []
  for (const [attribute, types] of entriesOf(ONLY_FOR)) {
    if (field[attribute] !== undefined && field[attribute] !== false && !types.includes(type))
      issues.push({
        path: [attribute],
        message: `is for fields of type ${listed(types)}, and this one is ${JSON.stringify(type)}`,
      })
  }
  for (const attribute of NEVER[type] ?? []) {
    if (field[attribute] !== undefined && field[attribute] !== false)
      issues.push({ path: [attribute], message: `is not for fields of type ${JSON.stringify(type)}` })
  }
  const needed = NEEDED[type]
  if (needed && field[needed] === undefined)
    issues.push({ path: [needed], message: `is missing: a field of type ${JSON.stringify(type)} needs it` })
  if (field.ignoreCase && !field.unique)
    issues.push({
      path: ['ignoreCase'],
      message: 'says how a unique field is compared, and this one is not unique',
    })
  return issues
}

function checkBounds(field: FieldSpec): Issue[] {
  if (!isBounded(field.type)) return []
  const issues: Issue[] = []
  for (const key of ['min', 'max'] as const) {
    const problem = field[key] === undefined ? undefined : problemOfBound(field, field[key])
    if (problem) issues.push({ path: [key], message: problem })
  }
  if (issues.length > 0) return issues
  if (areCrossed(field))
    return [{ path: ['max'], message: `must not be less than min, which is ${JSON.stringify(field.min)}` }]
  const most = mostCharacters(field)
  return field.type === 'text' && Number(field.min ?? 0) > most
    ? [{ path: ['min'], message: `must be at most ${most}, which such a text has at most` }]
    : []
}

function checkValues({ values = [] }: FieldSpec): Issue[] {
  return values.flatMap((value, index) => {
    const path = ['values', index]
    if (values.indexOf(value) < index) return [{ path, message: `${JSON.stringify(value)} is there twice` }]
    if (Buffer.byteLength(value) > 63) return [{ path, message: 'must have at most 63 bytes' }]
    return isStorable(value) ? [] : [{ path, message: 'must not contain NUL or half a surrogate pair' }]
  })
}

function checkScale(field: FieldSpec): Issue[] {
  if (field.type !== 'decimal') return []
  const { precision, scale } = scaleOf(field)
  return scale > precision
    ? [{ path: ['scale'], message: `must be at most the precision, which is ${precision}` }]
    : []
}

function checkShape({ shape }: FieldSpec): Issue[] {
  if (shape === undefined) return []
  try {
    const schema = schemaOfShape(shape)
    const sample = sampleOfShape(shape)
    if (schema.safeParse(sample).success) return []
    const message = `tests would give it ${JSON.stringify(sample)}, which does not have the shape: say what does in \`examples\``
    return [{ path: ['shape'], message }]
  } catch (error) {
    if (error instanceof ShapeError)
      return [{ path: ['shape'], message: error.message.replace(/^shape:? ?/, '') }]
    return [{ path: ['shape'], message: `is not a JSON Schema that can be checked: ${messageOf(error)}` }]
  }
}

/** An index keeps whole values, for which a row of it has limited room. */
function checkIndexed({ type, max, unique, sortable }: FieldSpec): Issue[] {
  if (type !== 'text' || !(unique || sortable) || max === undefined || Number(max) <= MAX_INDEXED_TEXT)
    return []
  const why = unique ? 'unique' : 'sortable'
  return [
    {
      path: ['max'],
      message: `must be at most ${MAX_INDEXED_TEXT} in a field that is ${why}, since an index keeps it`,
    },
  ]
}

function checkOnDelete({ onDelete, required }: FieldSpec): Issue[] {
  if (onDelete !== 'setNull' || !required) return []
  return [{ path: ['onDelete'], message: 'a required relation cannot be set to null', suggestion: 'cascade' }]
}

function checkDefault(field: FieldSpec): Issue[] {
  if (field.default === undefined) return []
  if (field.default === null) {
    return isNullable(field)
      ? []
      : [{ path: ['default'], message: 'cannot be null, since the field is required' }]
  }
  const problem = problemOf(field, field.default)
  return problem ? [{ path: ['default'], message: problem }] : []
}

/** The entries of an object whose keys are all known. */
function entriesOf<Key extends string, Value>(object: Partial<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(object) as [Key, Value][]
}
