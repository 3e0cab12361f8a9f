import type { JsonSchema } from './types.ts'

/** Keywords whose values are data, not schemas. */
const DATA = new Set(['default', 'enum', 'const', 'examples', 'example', 'required', 'mapping'])

/** Keywords whose values have schemas by name. The names are no keywords. */
const NAMED = new Set(['properties', '$defs', 'definitions'])

/** Replaces the schemas directly inside a schema, in whatever keyword they are. */
export function mapInside(schema: JsonSchema, map: (schema: JsonSchema) => JsonSchema): JsonSchema {
  return mapEntries(schema, (held, key) => {
    if (DATA.has(key)) return held
    if (Array.isArray(held)) return held.map((item) => (isObject(item) ? map(item) : item))
    if (!isObject(held)) return held
    return NAMED.has(key) ? mapEntries(held, (inner) => (isObject(inner) ? map(inner) : inner)) : map(held)
  })
}

function mapEntries(object: JsonSchema, map: (value: unknown, key: string) => unknown): JsonSchema {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]))
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
