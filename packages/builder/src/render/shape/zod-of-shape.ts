import { type Imports, key, number, quoted } from '../source.ts'
import { bounds, count, enumeration, expression, scalar } from './constraints.ts'
import { isShape, type Shape, ShapeError, tagOf } from './shape.ts'

/** Keywords that say nothing about what is valid. */
const NOTES = [
  '$schema',
  '$id',
  '$comment',
  'title',
  'description',
  'examples',
  'default',
  'deprecated',
  'type',
]

const KEYWORDS: Record<string, readonly string[]> = {
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  integer: ['minimum', 'maximum', 'multipleOf'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  boolean: [],
  null: [],
}

const FORMATS: Record<string, string> = {
  'date-time': 'z.iso.datetime({ offset: true })',
  date: 'z.iso.date()',
  time: 'z.iso.time()',
  email: 'z.email()',
  uri: 'z.url()',
  uuid: 'z.guid()',
}

/** A string of a json field that says no `maxLength`. */
const MAX_TEXT = 10_000

/** An array of a json field that says no `maxItems`. */
const MAX_ITEMS = 1000

/**
 * The zod schema, as code, that a JSON Schema describes: objects, which refuse what they do not name unless
 * `additionalProperties` allows it, lists, unions, those with a tag as discriminated ones. @throws {@link ShapeError} for a keyword that is not known
 */
export function zodOfShape(shape: Shape, imports: Imports): string {
  return new ShapeWriter(shape, imports).write(shape, '')
}

class ShapeWriter {
  readonly #root: Shape
  readonly #imports: Imports
  readonly #open = new Set<string>()

  constructor(root: Shape, imports: Imports) {
    this.#root = root
    this.#imports = imports
  }

  write(shape: unknown, at: string): string {
    if (!isShape(shape)) throw new ShapeError(at, 'must be a JSON Schema, as an object')
    if (typeof shape.$ref === 'string')
      return this.#only(shape, ['$ref', '$defs'], at, () => this.#reference(String(shape.$ref), at))
    if ('const' in shape)
      return this.#only(shape, ['const', '$defs'], at, () => `z.literal(${scalar(shape.const, at)})`)
    if (shape.enum !== undefined)
      return this.#only(shape, ['enum', '$defs'], at, () => enumeration(shape.enum, at))
    const union = shape.oneOf === undefined ? 'anyOf' : 'oneOf'
    if (shape[union] !== undefined)
      return this.#only(shape, [union, '$defs'], at, () => this.#union(shape[union], `${at}/${union}`))
    return this.#typed(shape, at)
  }

  #typed(shape: Shape, at: string): string {
    const types = [shape.type ?? (shape.properties ? 'object' : undefined)].flat()
    const [type, ...rest] = types.filter((name) => name !== 'null')
    const isNullable = types.includes('null')
    if (type === undefined && isNullable) return this.#only(shape, ['$defs'], at, () => 'z.null()')
    // Before what is missing: it may be what another keyword says.
    this.#refuseOthers(shape, [...Object.values(KEYWORDS).flat(), '$defs'], at)
    if (typeof type !== 'string' || rest.length > 0 || !KEYWORDS[type])
      throw new ShapeError(
        at,
        'needs `type` (object, array, string, integer, number, boolean or null), `enum`, `const`, `oneOf`, `anyOf` or `$ref`',
      )
    const code = this.#only(shape, [...KEYWORDS[type], '$defs'], at, () => this.#ofType(type, shape, at))
    return isNullable ? `${code}.nullable()` : code
  }

  #ofType(type: string, shape: Shape, at: string): string {
    switch (type) {
      case 'object':
        return this.#object(shape, at)
      case 'array':
        return this.#array(shape, at)
      case 'string':
        return this.#string(shape, at)
      case 'boolean':
        return 'z.boolean()'
      default:
        return `${type === 'integer' ? 'z.int()' : 'z.number()'}${bounds(shape, at)}`
    }
  }

  #object({ properties = {}, required = [], additionalProperties }: Shape, at: string): string {
    if (!isShape(properties)) throw new ShapeError(`${at}/properties`, 'must be an object')
    if (!Array.isArray(required)) throw new ShapeError(`${at}/required`, 'must be a list of names')
    const stray = required.find((name) => !Object.hasOwn(properties, name))
    if (stray !== undefined && !additionalProperties)
      throw new ShapeError(`${at}/required`, `names ${stray}, which is not among the properties`)
    const fields = Object.entries(properties).map(([name, shape]) => {
      const code = this.write(shape, `${at}/properties/${name}`)
      return `${key(name)}: ${code}${required.includes(name) ? '' : '.optional()'}`
    })
    const object = fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
    if (additionalProperties === true) return `z.looseObject(${object})`
    if (!additionalProperties) return `z.strictObject(${object})`
    const others = this.write(additionalProperties, `${at}/additionalProperties`)
    return fields.length === 0
      ? `z.record(${this.#text(0, 200)}, ${others})`
      : `z.object(${object}).catchall(${others})`
  }

  #array({ items, minItems, maxItems = MAX_ITEMS, uniqueItems }: Shape, at: string): string {
    const min = count(minItems, `${at}/minItems`)
    const max = count(maxItems, `${at}/maxItems`)
    const list = `z.array(${this.write(items, `${at}/items`)})${min ? `.min(${min})` : ''}.max(${number(max ?? MAX_ITEMS)})`
    if (!uniqueItems) return list
    return `${list}.refine((items) => new Set(items.map((item) => JSON.stringify(item))).size === items.length, 'must not have an item twice').meta({ uniqueItems: true })`
  }

  #string({ minLength, maxLength, pattern, format }: Shape, at: string): string {
    if (format !== undefined) {
      const known = typeof format === 'string' ? FORMATS[format] : undefined
      if (!known) throw new ShapeError(`${at}/format`, `must be one of ${Object.keys(FORMATS).join(', ')}`)
      return known
    }
    const text = this.#text(
      count(minLength, `${at}/minLength`) ?? 0,
      count(maxLength, `${at}/maxLength`) ?? MAX_TEXT,
    )
    if (pattern === undefined) return text
    if (typeof pattern !== 'string') throw new ShapeError(`${at}/pattern`, 'must be a regular expression')
    return `${text}.regex(new RegExp(${quoted(expression(pattern, at))}, 'u'))`
  }

  #text(min: number, max: number): string {
    const text = this.#imports.use('../core/fields/text.ts', 'text')
    return `${text}({ ${min > 0 ? `min: ${number(min)}, ` : ''}max: ${number(max)} })`
  }

  /** A discriminated union where each part has another constant under the same name. */
  #union(parts: unknown, at: string): string {
    if (!Array.isArray(parts) || parts.length === 0)
      throw new ShapeError(at, 'must be a list of JSON Schemas')
    const resolved = parts.map((part, i) => this.#resolved(part, `${at}/${i}`))
    const codes = parts.map((part, i) => this.write(part, `${at}/${i}`))
    const [only] = codes
    if (codes.length === 1 && only) return only
    const tag = tagOf(resolved)
    return tag === undefined
      ? `z.union([${codes.join(', ')}])`
      : `z.discriminatedUnion(${quoted(tag)}, [${codes.join(', ')}])`
  }

  #reference(reference: string, at: string): string {
    if (this.#open.has(reference))
      throw new ShapeError(at, `${reference} contains itself, which is not supported`)
    this.#open.add(reference)
    const code = this.write(this.#resolved({ $ref: reference }, at), reference.slice(1))
    this.#open.delete(reference)
    return code
  }

  #resolved(shape: unknown, at: string): unknown {
    if (!isShape(shape) || typeof shape.$ref !== 'string') return shape
    const found = shape.$ref
      .split('/')
      .slice(1)
      .reduce<unknown>((part, name) => (isShape(part) ? part[name] : undefined), this.#root)
    if (!shape.$ref.startsWith('#/') || found === undefined)
      throw new ShapeError(at, `${shape.$ref} is not in the shape`)
    return found
  }

  #only(shape: Shape, known: readonly string[], at: string, write: () => string): string {
    this.#refuseOthers(shape, known, at)
    return write()
  }

  /** @throws for a keyword that the code would not hold to */
  #refuseOthers(shape: Shape, known: readonly string[], at: string): void {
    const stray = Object.keys(shape).find((name) => !known.includes(name) && !NOTES.includes(name))
    if (stray !== undefined) throw new ShapeError(at, `the keyword ${stray} is not supported here`)
  }
}
