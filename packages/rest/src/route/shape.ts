import { z } from 'zod'

export type Schema = z.core.$ZodType

/** The fields that an object schema declares, also inside wrappers, unions, intersections and lazy schemas. */
export interface Shape {
  fields: Map<string, Field>
  /** The schema of undeclared keys, where they are allowed. */
  rest?: Schema
}

export interface Field {
  /** Several where unions, intersections or chained inputs declare the field more than once. */
  schemas: Schema[]
  required: boolean
}

/** Narrows a tRPC parser to a zod 4 (or zod/mini) schema. */
export function isSchema(parser: unknown): parser is Schema {
  return typeof parser === 'object' && parser !== null && '_zod' in parser
}

/** A schema's definition, as a union discriminated by `type`. */
export function definition(schema: Schema): z.core.$ZodTypes['_zod']['def'] {
  return (schema as z.core.$ZodTypes)._zod.def
}

/** The schema inside one wrapper, or undefined if the schema is none. */
export function unwrap(schema: Schema, side: 'input' | 'output' = 'input'): Schema | undefined {
  const def = definition(schema)
  switch (def.type) {
    case 'optional':
    case 'nonoptional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
    case 'promise':
      return def.innerType
    case 'lazy':
      return def.getter()
    case 'pipe':
      // A preprocess accepts anything; the schema behind it describes the request better.
      return side === 'output' || definition(def.in).type === 'transform' ? def.out : def.in
    default:
      return undefined
  }
}

/** Whether the only value is `undefined`: `z.void()`, `z.undefined()`. */
export function isVoid(schema: Schema): boolean {
  const { type } = definition(schema)
  return type === 'void' || type === 'undefined'
}

/** Whether an input of this schema is none at all: also `z.never()`, as `trpc-to-openapi` has it. */
export function takesNothing(schema: Schema): boolean {
  return isVoid(schema) || definition(schema).type === 'never'
}

/** Collects the fields of an object schema; undefined when the schema is not one. */
export function objectShape(schema: Schema, side: 'input' | 'output' = 'input'): Shape | undefined {
  const def = definition(schema)
  if (def.type === 'object') {
    const shape: Shape = { fields: new Map() }
    for (const [name, field] of Object.entries(def.shape)) {
      shape.fields.set(name, { schemas: [field], required: isRequired(field, side) })
    }
    if (def.catchall && definition(def.catchall).type !== 'never') shape.rest = def.catchall
    return shape
  }
  if (def.type === 'record') {
    const keys = def.keyType._zod.values
    if (!keys) return { fields: new Map(), rest: def.valueType }
    const required = !def.partial && isRequired(def.valueType, side)
    return { fields: new Map([...keys].map((key) => [String(key), { schemas: [def.valueType], required }])) }
  }
  if (def.type === 'intersection') return combine([def.left, def.right], 'all', side)
  if (def.type === 'union') return combine(def.options, 'any', side)
  if (takesNothing(schema)) return { fields: new Map() }
  const inner = unwrap(schema, side)
  return inner && objectShape(inner, side)
}

/** The shape of schemas of which all must match, or any. */
export function combine(
  schemas: readonly Schema[],
  rule: 'all' | 'any',
  side: 'input' | 'output' = 'input',
): Shape | undefined {
  const combined: Shape = { fields: new Map() }
  const shapes: Shape[] = []
  for (const schema of schemas) {
    const shape = objectShape(schema, side)
    if (!shape) return undefined
    shapes.push(shape)
    if (shape.rest) combined.rest ??= shape.rest
    for (const [name, { schemas, required }] of shape.fields) {
      const known = combined.fields.get(name)
      if (known) {
        known.schemas.push(...schemas.filter((schema) => !known.schemas.includes(schema)))
        known.required ||= required
      } else combined.fields.set(name, { schemas: [...schemas], required })
    }
  }
  if (rule === 'any') {
    for (const [name, field] of combined.fields) {
      field.required = shapes.every((shape) => shape.fields.get(name)?.required)
    }
  }
  return combined
}

/** Whether a request may have several values for a field of this schema. */
export function takesMany(schema: Schema): boolean {
  const def = definition(schema)
  if (def.type === 'array' || def.type === 'set' || def.type === 'tuple') return true
  if (def.type === 'union') return def.options.some(takesMany)
  if (def.type === 'intersection') return takesMany(def.left) && takesMany(def.right)
  const inner = unwrap(schema)
  return inner !== undefined && takesMany(inner)
}

/** Whether a value satisfies a schema. True if that can only be checked asynchronously. */
export function fits(schema: Schema, value: unknown): boolean {
  try {
    return z.core.safeParse(schema, value).success
  } catch {
    return true
  }
}

function isRequired(schema: Schema, side: 'input' | 'output'): boolean {
  return side === 'output' ? schema._zod.optout === undefined : !isOptional(schema)
}

/** Whether an input may be left out. */
export function isOptional(schema: Schema): boolean {
  if (schema._zod.optin === undefined) return false
  // A preprocess calls itself optional, whatever the schema behind it takes.
  return !startsWithPreprocess(schema) || fits(z.object({ value: schema }), {})
}

function startsWithPreprocess(schema: Schema): boolean {
  const def = definition(schema)
  if (def.type === 'pipe' && definition(def.in).type === 'transform') return true
  const inner = unwrap(schema)
  return inner !== undefined && startsWithPreprocess(inner)
}
