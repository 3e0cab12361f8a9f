import { mapInside } from './map-schemas.ts'
import type { JsonSchema } from './types.ts'

/** Writes what zod leaves in schemas for OpenAPI 3.0 in the keywords that it has. `typeOf` reads the type of a reference. */
export function toOpenApi30(schema: JsonSchema, typeOf: (ref: string) => JsonSchema['type']): JsonSchema {
  const { const: only, examples, ...older } = mapInside(schema, (inner) => toOpenApi30(inner, typeOf))
  if (only !== undefined) older.enum = [only]
  if (Array.isArray(examples)) older.example = examples[0]
  const [single] = older.allOf ?? []
  // `nullable` counts only beside a type.
  const type = older.nullable === true && older.type === undefined && single?.$ref && typeOf(single.$ref)
  return type ? { ...older, type } : older
}
