import type { JsonSchema } from './types.ts'

/** Keywords whose values are data, not schemas. */
const DATA = new Set(['default', 'enum', 'const', 'examples', 'example', 'required'])

/** Writes a JSON Schema, and all inside it, in the forms that generators of clients understand best. */
export function simplify(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).map(([key, value]) => [
    key,
    DATA.has(key) ? value : inside(key, value),
  ])
  return referWithDefault(splitTypes(nullInType(Object.fromEntries(entries))))
}

function inside(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (isSchema(item) ? simplify(item) : item))
  if (!isSchema(value)) return value
  if (key !== 'properties' && key !== '$defs' && key !== 'definitions') return simplify(value)
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, simplify(held as JsonSchema)]))
}

/** `anyOf: [{ type: 'string' }, { type: 'null' }]` is `type: ['string', 'null']`. */
function nullInType({ anyOf, ...beside }: JsonSchema): JsonSchema {
  if (!anyOf) return beside
  const other = anyOf.find((branch) => branch.type !== 'null')
  const isNullable = anyOf.length === 2 && anyOf.some(isNull) && typeof other?.type === 'string'
  if (!isNullable || 'const' in other || 'type' in beside) return { ...beside, anyOf }
  const { enum: values } = other
  return {
    ...other,
    ...beside,
    type: [String(other.type), 'null'],
    ...(Array.isArray(values) && { enum: [...values, null] }),
  }
}

function isNull(schema: JsonSchema): boolean {
  return schema.type === 'null' && Object.keys(schema).length === 1
}

/** A choice of types is `anyOf`, but for null: few languages have a type for it, and generators give up on a list. */
function splitTypes(schema: JsonSchema): JsonSchema {
  const { type, ...beside } = schema
  if (!Array.isArray(type) || type.filter((name) => name !== 'null').length < 2) return schema
  return { ...beside, anyOf: type.map((name) => ({ type: name })) }
}

/** Many tools ignore what stands beside a reference, and lose a default. */
function referWithDefault(schema: JsonSchema): JsonSchema {
  const { $ref, ...beside } = schema
  return $ref !== undefined && 'default' in beside ? { ...beside, allOf: [{ $ref }] } : schema
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
