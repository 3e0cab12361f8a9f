import { type Class, classOf, formOfClass } from './form.ts'
import { definition, type Schema, unwrap } from './shape.ts'

/**
 * Refuses an output that JSON cannot hold. Returns whether it needs more than `JSON.stringify`.
 *
 * @throws {Error} that names the field by its path.
 */
export function checkJson(schema: Schema, path = '', seen = new Set<Schema>()): boolean {
  if (seen.has(schema)) return false
  seen.add(schema)
  const refuse = (what: string): never => {
    const name = path === '' ? 'the output' : `the output field "${path}"`
    const hint =
      path === '' ? ': name its media type in responseType' : '. Only a whole output can be other than JSON'
    throw new Error(`${name} is ${what}, which JSON cannot hold${hint}`)
  }
  const mistake = mistakeOf(schema)
  if (mistake !== undefined) refuse(mistake)
  // Every branch is walked: `some` would stop at the first that is rich.
  const inside = childrenOf(schema).map(([name, child]) =>
    checkJson(child, path === '' || name === '' ? path + name : `${path}.${name}`, seen),
  )
  return isRichItself(schema) || inside.includes(true)
}

function mistakeOf(schema: Schema): string | undefined {
  const def = definition(schema)
  switch (def.type) {
    case 'symbol':
    case 'function':
      return `a ${def.type}`
    case 'nan':
      return 'NaN'
    case 'file':
      return 'a File'
    case 'map':
      return isKey(def.keyType) ? undefined : 'a Map whose keys are not text or numbers'
    case 'custom': {
      const held = classOf(schema)
      if (!held) return isDescribed(schema) ? undefined : 'a z.custom() of unknown type'
      return formOfClass(held) === 'json' && !isOpaqueClass(held) ? undefined : `a ${held.name}`
    }
    default:
      return undefined
  }
}

/** `JSON.stringify` writes these classes as `{}`. */
function isOpaqueClass(held: Class): boolean {
  return [Map, Set, WeakMap, WeakSet, Promise, RegExp, Error, Function].includes(held as never)
}

/** Whether the meta of a custom schema says what it is in JSON. */
function isDescribed(schema: Schema): boolean {
  const meta = (schema as { meta?: () => Record<string, unknown> | undefined }).meta?.()
  return ['type', 'anyOf', 'oneOf', 'allOf', 'enum', 'const', '$ref'].some(
    (word) => meta?.[word] !== undefined,
  )
}

/** A Map becomes an object, whose keys are text. */
function isKey(schema: Schema): boolean {
  const def = definition(schema)
  if (['string', 'number', 'bigint', 'enum', 'template_literal'].includes(def.type)) return true
  if (def.type === 'literal') return def.values.every((value) => value !== null && value !== undefined)
  if (def.type === 'union') return def.options.every(isKey)
  const inner = def.type === 'nullable' || def.type === 'optional' ? undefined : unwrap(schema, 'output')
  return inner !== undefined && isKey(inner)
}

function isRichItself(schema: Schema): boolean {
  const def = definition(schema)
  if (def.type === 'literal') return def.values.some((value) => typeof value === 'bigint')
  return ['bigint', 'map', 'set', 'any', 'unknown', 'transform', 'custom'].includes(def.type)
}

/** The schemas inside a schema, each with its part of the path. */
function childrenOf(schema: Schema): [string, Schema][] {
  const def = definition(schema)
  switch (def.type) {
    case 'object': {
      const fields = Object.entries(def.shape)
      return def.catchall ? [...fields, ['*', def.catchall]] : fields
    }
    case 'record':
    case 'map':
    case 'set':
      return [['*', def.valueType]]
    case 'array':
      return [['*', def.element]]
    case 'tuple':
      return [...def.items, ...(def.rest ? [def.rest] : [])].map((item, index) => [String(index), item])
    case 'union':
      return def.options.map((option) => ['', option])
    case 'intersection':
      return [
        ['', def.left],
        ['', def.right],
      ]
    default: {
      const inner = unwrap(schema, 'output')
      return inner ? [['', inner]] : []
    }
  }
}
