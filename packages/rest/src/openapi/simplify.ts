import { mapInside } from './map-schemas.ts'
import type { JsonSchema } from './types.ts'

/** Writes a JSON Schema, and all inside it, in the forms that generators of clients understand best. */
export function simplify(schema: JsonSchema): JsonSchema {
  return referWithDefault(splitTypes(nullInType(mapInside(schema, simplify))))
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
