import fc from 'fast-check'
import type { JsonSchema } from '../openapi/types.ts'

type Arbitrary = fc.Arbitrary<unknown>

/** Deep enough to see a recursive schema twice. */
const MAX_DEPTH = 4

/** Random values that a schema of a document allows. `resolve` follows references. */
export function arbitraryOf(schema: JsonSchema, resolve: (ref: string) => JsonSchema, depth = 0): Arbitrary {
  const inside = (inner: JsonSchema) => arbitraryOf(inner, resolve, depth + 1)
  if (schema.$ref !== undefined) return arbitraryOf(resolve(schema.$ref), resolve, depth)
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  const branches = schema.anyOf ?? schema.oneOf
  if (branches) return fc.oneof(...branches.map(inside))
  if (schema.allOf) return fc.tuple(...schema.allOf.map(inside)).map(together)
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => inside({ ...schema, type })))
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return integer(schema)
    case 'number':
      return number(schema)
    case 'string':
      return text(schema)
    case 'array':
      return list(schema, inside, depth)
    case 'object':
      return object(schema, inside, depth)
    default:
      return fc.jsonValue({ maxDepth: 1 })
  }
}

/** Values of which most are none that a schema allows, as text or as JSON. */
export const anyText = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '',
    ' ',
    'x',
    '1.5',
    '-1',
    '+1',
    '01',
    '0x10',
    '1e3',
    'NaN',
    'true',
    'True',
    'no',
    'null',
    '[]',
    '2026-13-45',
  ),
)
export const anyJson = fc.oneof(fc.jsonValue({ maxDepth: 2 }), anyText)

function limit(schema: JsonSchema, keyword: string): number | undefined {
  const value = schema[keyword]
  return typeof value === 'number' ? value : undefined
}

function integer(schema: JsonSchema): Arbitrary {
  const step = limit(schema, 'multipleOf') ?? 1
  // Beyond these, JSON numbers are other numbers in many programs, this server included (RFC 8259, section 6).
  const least =
    limit(schema, 'minimum') ?? (limit(schema, 'exclusiveMinimum') ?? Number.MIN_SAFE_INTEGER - 1) + 1
  const most =
    limit(schema, 'maximum') ?? (limit(schema, 'exclusiveMaximum') ?? Number.MAX_SAFE_INTEGER + 1) - 1
  const [min, max] = [Math.ceil(least / step), Math.floor(most / step)]
  return fc.integer({ min, max }).map((n) => n * step)
}

function number(schema: JsonSchema): Arbitrary {
  const above = limit(schema, 'exclusiveMinimum')
  const below = limit(schema, 'exclusiveMaximum')
  const min = limit(schema, 'minimum') ?? above
  const max = limit(schema, 'maximum') ?? below
  return fc.double({
    noNaN: true,
    noDefaultInfinity: true,
    ...(min !== undefined && { min, minExcluded: above !== undefined }),
    ...(max !== undefined && { max, maxExcluded: below !== undefined }),
  })
}

const FORMATS: Record<string, Arbitrary> = {
  'date-time': fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
    .map((at) => at.toISOString()),
  date: fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
    .map((at) => at.toISOString().slice(0, 10)),
  email: fc.stringMatching(/^[a-z][a-z0-9]{0,9}@[a-z]{1,9}\.(?:com|org)$/),
  uri: fc.webUrl(),
  uuid: fc.uuid(),
  binary: fc.string().map((content) => new File([content], 'a.bin')),
}

function text(schema: JsonSchema): Arbitrary {
  const format = FORMATS[String(schema.format)]
  if (format) return format
  if (typeof schema.pattern === 'string') return fc.stringMatching(new RegExp(schema.pattern))
  const [minLength, maxLength] = [limit(schema, 'minLength'), limit(schema, 'maxLength')]
  // zod counts UTF-16 units, and JSON Schema characters. Where both count, both count the same here.
  const isCounted = minLength !== undefined || maxLength !== undefined
  return fc.string({
    unit: isCounted ? 'grapheme-ascii' : 'grapheme',
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  })
}

function list(schema: JsonSchema, inside: (schema: JsonSchema) => Arbitrary, depth: number): Arbitrary {
  const minLength = limit(schema, 'minItems') ?? 0
  if (Array.isArray(schema.prefixItems)) return fc.tuple(...(schema.prefixItems as JsonSchema[]).map(inside))
  if (depth > MAX_DEPTH && minLength === 0) return fc.constant([])
  const item = inside(schema.items ?? {})
  const maxLength = Math.max(minLength, limit(schema, 'maxItems') ?? 3)
  return schema.uniqueItems === true
    ? fc.uniqueArray(item, { minLength, maxLength, selector: (value) => JSON.stringify(value) })
    : fc.array(item, { minLength, maxLength })
}

function object(schema: JsonSchema, inside: (schema: JsonSchema) => Arbitrary, depth: number): Arbitrary {
  const { additionalProperties: rest, properties = {}, required = [] } = schema
  const isDeep = depth > MAX_DEPTH
  const known = Object.entries(properties).filter(([name]) => !isDeep || required.includes(name))
  const fields = fc.record(Object.fromEntries(known.map(([name, held]) => [name, inside(held)])), {
    requiredKeys: required,
  })
  if (typeof rest !== 'object' || isDeep) return fields
  const names = (schema.propertyNames as JsonSchema | undefined) ?? {
    type: 'string',
    pattern: '^[a-z]{1,5}$',
  }
  const minKeys = limit(schema, 'minProperties') ?? 0
  const extra = fc.dictionary(inside(names) as fc.Arbitrary<string>, inside(rest), { minKeys, maxKeys: 2 })
  return fc.tuple(extra, fields).map(together)
}

/** One object with the fields of several. Of other values, the last. */
function together(values: readonly unknown[]): unknown {
  const areObjects = values.every((value) => typeof value === 'object' && value !== null)
  return areObjects ? Object.assign({}, ...values) : values.at(-1)
}
