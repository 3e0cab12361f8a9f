import { definition, fits, type Schema, unwrap } from '../route/shape.ts'
import { type Coercer, compileScalar, Uncoercible, unchanged, type Wire } from './coerce-scalar.ts'

/** Compiles a schema's coercer. The schema is walked here, once, and not for each request. */
export function compileCoercer(schema: Schema, wire: Wire, seen = new Map<Schema, Coercer>()): Coercer {
  const known = seen.get(schema)
  if (known) return known
  let compiled: Coercer | undefined
  // A recursive schema refers to this placeholder, which is only called when the coercer is compiled.
  seen.set(schema, (value) => (compiled ? compiled(value) : value))
  compiled = compile(schema, wire, seen)
  seen.set(schema, compiled)
  return compiled
}

function compile(schema: Schema, wire: Wire, seen: Map<Schema, Coercer>): Coercer {
  const inside = (inner: Schema) => compileCoercer(inner, wire, seen)
  const compiled = compileScalar(schema, wire) ?? compileContainer(schema, wire, inside)
  if (compiled) return compiled
  const inner = unwrap(schema)
  if (!inner) return unchanged
  return definition(schema).type === 'nullable' ? nullable(inside(inner)) : inside(inner)
}

/** `z.coerce` refuses null by itself. */
function nullable(coerce: Coercer): Coercer {
  return coerce === unchanged ? unchanged : (value) => (value === null ? null : coerce(value))
}

function compileContainer(
  schema: Schema,
  wire: Wire,
  inside: (schema: Schema) => Coercer,
): Coercer | undefined {
  const def = definition(schema)
  switch (def.type) {
    case 'array':
      return list(wire, inside(def.element))
    case 'set':
      return set(list(wire, inside(def.valueType)))
    case 'tuple':
      return tuple(wire, def.items.map(inside), def.rest ? inside(def.rest) : unchanged)
    case 'object':
      return nested(def.shape, inside)
    case 'record':
      return record(inside(def.valueType))
    case 'union':
      return union(def.options.map((option) => ({ schema: option, coerce: inside(option) })))
    case 'intersection':
      return sequence(inside(def.left), inside(def.right))
    case 'pipe':
      // A preprocess gets the value as it came.
      return definition(def.in).type === 'transform' ? unchanged : inside(def.in)
    default:
      return undefined
  }
}

function list(wire: Wire, item: (value: unknown, index: number) => unknown): Coercer {
  if (wire === 'json') {
    if (item === unchanged) return unchanged
    return (value) => (Array.isArray(value) ? value.map(item) : value)
  }
  return (value) => (Array.isArray(value) ? value.map(item) : [item(value, 0)])
}

function set(items: Coercer): Coercer {
  return (value) => {
    const coerced = items(value)
    return Array.isArray(coerced) ? new Set(coerced) : coerced
  }
}

function tuple(wire: Wire, items: Coercer[], rest: Coercer): Coercer {
  if (wire === 'json' && rest === unchanged && items.every((item) => item === unchanged)) return unchanged
  return list(wire, (value, index) => (items[index] ?? rest)(value))
}

function record(value: Coercer): Coercer {
  return value === unchanged ? unchanged : (held) => mapValues(held, () => value)
}

function nested(shape: Record<string, Schema>, inside: (schema: Schema) => Coercer): Coercer {
  const fields = new Map<string, Coercer>()
  for (const [name, schema] of Object.entries(shape)) {
    const field = inside(schema)
    if (field !== unchanged) fields.set(name, field)
  }
  return fields.size === 0 ? unchanged : (value) => mapValues(value, (name) => fields.get(name))
}

function mapValues(value: unknown, coercerOf: (key: string) => Coercer | undefined): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key, (coercerOf(key) ?? unchanged)(held)]),
  )
}

/** The first branch wins whose schema accepts what its coercer returns. */
function union(branches: { schema: Schema; coerce: Coercer }[]): Coercer {
  if (branches.every(({ coerce }) => coerce === unchanged)) return unchanged
  return (value) => {
    let closest = value
    for (const { schema, coerce } of branches) {
      const coerced = attempt(coerce, value)
      if (coerced instanceof Uncoercible) continue
      if (fits(schema, coerced)) return coerced
      // Kept for the error message: a number out of range is reported as that, not as a string.
      if (closest === value && Array.isArray(coerced) === Array.isArray(value)) closest = coerced
    }
    return closest
  }
}

function attempt(coerce: Coercer, value: unknown): unknown {
  try {
    return coerce(value)
  } catch (error) {
    if (error instanceof Uncoercible) return error
    throw error
  }
}

function sequence(first: Coercer, second: Coercer): Coercer {
  if (first === unchanged) return second
  return second === unchanged ? first : (value) => second(first(value))
}
