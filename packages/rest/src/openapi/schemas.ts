import { z } from 'zod'
import { definition, isSchema, type Schema } from '../route/shape.ts'
import { nameAlternatives } from './discriminate.ts'
import { toOpenApi30 } from './older.ts'
import { simplify } from './simplify.ts'
import type { JsonSchema, OpenApiVersion } from './types.ts'

type Side = 'input' | 'output'

/** zod's own type also allows `true` and `false` as schemas, which it never writes in these places. */
type Converted = JsonSchema & Partial<Record<'$defs' | 'definitions', Record<string, JsonSchema>>>

/** Converts zod schemas to JSON Schema. Those with an `id` become components. */
export interface SchemaRegistry {
  /** A JSON Schema is returned unchanged. */
  convert(schema: Schema | JsonSchema, side: Side): JsonSchema
  /** Makes a schema a component, and returns a reference to it. One that has a name, or needs none, is returned as it is. */
  name(name: string, schema: JsonSchema, side: Side): JsonSchema
  /** The schema behind a `$ref` of this registry, or the schema itself. */
  resolve(schema: JsonSchema): JsonSchema
  /** Names the components, and points the document's references at them. */
  finish<T extends object>(document: T): { document: T; schemas: Record<string, JsonSchema> }
}

/**
 * Creates a registry for one document. An `id` used in requests and answers is one component if both look the same.
 * Otherwise the component of requests is named `<id>Input`. The schemas in `defs` are components, whatever their own `id`.
 */
export function createSchemaRegistry(
  version: OpenApiVersion,
  defs: Record<string, Schema> = {},
): SchemaRegistry {
  const target = version === '3.1.0' ? 'draft-2020-12' : 'openapi-3.0'
  const components: Record<Side, Map<string, JsonSchema>> = { input: new Map(), output: new Map() }
  const recursive = new Map<string, string>()
  const open = new Set<Schema>()
  const metadata = new NamedSchemas(defs)

  const registry: SchemaRegistry = {
    convert(schema, side) {
      if (!isSchema(schema)) return schema
      // A collection that holds itself is described down to its first repetition.
      const inside = (inner: Schema): Represented => {
        if (open.has(inner)) return {}
        open.add(inner)
        const converted = registry.convert(inner, side)
        open.delete(inner)
        return converted as Represented
      }
      // Wrapped in an object, because zod writes a schema with an id as a reference only inside another.
      const converted = z.toJSONSchema(z.object({ value: schema }), {
        io: side,
        target,
        metadata,
        unrepresentable: 'any',
        override: overrideOf(side, inside),
      }) as Converted
      const definitions = converted.$defs ?? converted.definitions ?? {}
      const names = nameRecursive(definitions, recursive)
      const point = (ref: string) =>
        isPointed.test(ref) ? ref : `#/${side}/${names.get(ref.slice(ref.lastIndexOf('/') + 1)) ?? ''}`
      for (const [id, component] of Object.entries(definitions)) {
        components[side].set(names.get(id) ?? id, simplify(mapRefs(component, point)))
      }
      return simplify(mapRefs(converted.properties?.value ?? {}, point))
    },

    name(name, schema, side) {
      const isSimple = typeof schema.type === 'string' && !schema.properties && schema.type !== 'array'
      if (schema.$ref !== undefined || isSimple || Object.keys(schema).length === 0) return schema
      components[side].set(name, schema)
      return { $ref: `#/${side}/${name}` }
    },

    resolve(schema) {
      const [, side, id] = /^#\/(input|output)\/(.+)$/.exec(schema.$ref ?? '') ?? []
      return (id && components[side === 'input' ? 'input' : 'output'].get(id)) || schema
    },

    finish(document) {
      const differing = findDiffering(components)
      const nameOf = (side: string, id: string) => (side === 'input' && differing.has(id) ? `${id}Input` : id)
      const point = (ref: string) => {
        const [, side, id] = /^#\/(input|output)\/(.+)$/.exec(ref) ?? []
        return side && id ? `#/components/schemas/${nameOf(side, id)}` : ref
      }
      const named = new Map<string, JsonSchema>()
      for (const side of ['input', 'output'] as const) {
        for (const [id, schema] of components[side]) named.set(nameOf(side, id), mapRefs(schema, point))
      }
      nameAlternatives(named)
      const typeOf = (ref: string) => named.get(ref.slice(ref.lastIndexOf('/') + 1))?.type
      const write = (schema: JsonSchema) => (version === '3.0.3' ? toOpenApi30(schema, typeOf) : schema)
      const sorted = [...named].sort(([a], [b]) => (a < b ? -1 : 1))
      return {
        // Only references, and keywords of schemas, are written otherwise.
        document: write(mapRefs(document, point) as JsonSchema) as typeof document,
        schemas: Object.fromEntries(sorted.map(([name, schema]) => [name, write(schema)])),
      }
    },
  }
  for (const def of Object.values(defs)) registry.convert(def, 'output')
  return registry
}

/** zod's global registry, with other ids for some schemas. */
class NamedSchemas extends z.core.$ZodRegistry<z.core.GlobalMeta> {
  readonly #names: Map<Schema, string>

  constructor(defs: Record<string, Schema>) {
    super()
    this.#names = new Map(Object.entries(defs).map(([name, schema]) => [schema, name]))
  }

  override get<S extends Schema>(schema: S) {
    const meta = z.globalRegistry.get(schema)
    const id = this.#names.get(schema)
    return (id === undefined ? meta : { ...meta, id }) as ReturnType<
      z.core.$ZodRegistry<z.core.GlobalMeta>['get']
    >
  }
}

/** zod starts to number recursive schemas without an `id` again in each conversion. In a document their names must differ. */
function nameRecursive(
  defs: Record<string, JsonSchema>,
  recursive: Map<string, string>,
): Map<string, string> {
  return new Map(
    Object.keys(defs).map((id) => {
      if (!id.startsWith('__schema')) return [id, id]
      const key = `${id} ${JSON.stringify(defs)}`
      const name = recursive.get(key) ?? `Recursive${recursive.size + 1}`
      recursive.set(key, name)
      return [id, name]
    }),
  )
}

/** The ids whose input and output differ, in themselves or in what they refer to. */
function findDiffering(components: Record<Side, Map<string, JsonSchema>>): Set<string> {
  const differing = new Set<string>()
  const shared = [...components.input.keys()].filter((id) => components.output.has(id))
  for (let before = -1; before !== differing.size; ) {
    before = differing.size
    for (const id of shared) {
      const point = (ref: string) => {
        const [, side, target] = /^#\/(input|output)\/(.+)$/.exec(ref) ?? []
        return target && differing.has(target) ? ref : `${side ? '' : ref}${target ?? ''}`
      }
      const [input, output] = [components.input.get(id), components.output.get(id)]
      if (JSON.stringify(mapRefs(input, point)) !== JSON.stringify(mapRefs(output, point))) differing.add(id)
    }
  }
  return differing
}

function mapRefs<T>(value: T, point: (ref: string) => string): T
function mapRefs(value: unknown, point: (ref: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapRefs(item, point))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [
      key,
      key === '$ref' && typeof held === 'string' ? point(held) : mapRefs(held, point),
    ]),
  )
}

type Conversion = z.core.ToJSONSchemaParams
type Represented = z.core.JSONSchema.BaseSchema

// A reference to a component of this registry, which is named when the document is finished.
const isPointed = /^#\/(?:input|output)\//

/**
 * What zod has no JSON Schema for, as it is on the wire. Requests may spell a bigint as a number, answers have it as text.
 * `inside` converts the schema of what a collection holds.
 */
function represent(
  schema: Schema,
  side: Side,
  inside: (schema: Schema) => Represented,
): Represented | undefined {
  const def = definition(schema)
  switch (def.type) {
    case 'date':
      return { type: 'string', format: 'date-time' }
    case 'bigint':
      return side === 'input'
        ? { type: 'integer', format: 'int64' }
        : { type: 'string', pattern: '^-?[0-9]+$', description: 'An integer of any size.' }
    case 'set':
      return { type: 'array', uniqueItems: true, items: inside(def.valueType) }
    case 'map':
      return side === 'input' ? undefined : { type: 'object', additionalProperties: inside(def.valueType) }
    case 'custom':
      return schema._zod.bag.Class === File ? { type: 'string', format: 'binary' } : undefined
    default:
      return undefined
  }
}

type Override = NonNullable<Conversion['override']>

// Zod before 4.5 has no other way to write what it cannot represent.
const overrideOf =
  (io: Side, inside: (schema: Schema) => Represented): Override =>
  ({ zodSchema, jsonSchema }) => {
    const def = definition(zodSchema)
    // What `.meta()` says wins.
    Object.assign(jsonSchema, { ...represent(zodSchema, io, inside), ...jsonSchema })
    // A plain object strips unknown keys, so that answers may gain fields without breaking this schema.
    if (def.type === 'object' && !def.catchall) delete jsonSchema.additionalProperties
    if (def.type === 'record') nameKeys(def.keyType, jsonSchema)
    if (def.type === 'union' && 'discriminator' in def) {
      jsonSchema.discriminator = { propertyName: String(def.discriminator) }
    }
    // Lost where a transform lies behind it, because zod does not know how the value would be sent.
    if (def.type === 'default' && io === 'input') jsonSchema.default ??= jsonValue(def.defaultValue)
    // The format says as much, and OpenAPI 3.0 lacks this keyword.
    if (def.type === 'file') delete jsonSchema.contentEncoding
    dropObvious(def.type, jsonSchema)
  }

function dropObvious(type: string, jsonSchema: Parameters<Override>[0]['jsonSchema']) {
  // A known format is easier to read than its regular expression.
  if (jsonSchema.format !== undefined && type === 'string') delete jsonSchema.pattern
  // Limits of every integer in JavaScript.
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

/** A record whose keys are known is an object with these properties. */
function nameKeys(keyType: Schema, jsonSchema: Parameters<Override>[0]['jsonSchema']) {
  const keys = keyType._zod.values
  const value = jsonSchema.additionalProperties
  if (!keys || typeof value !== 'object') return
  jsonSchema.properties = Object.fromEntries([...keys].map((key) => [String(key), value]))
  delete jsonSchema.propertyNames
  delete jsonSchema.additionalProperties
}

function jsonValue(value: unknown): z.core.util.JSONType | undefined {
  const json = JSON.stringify(value)
  return json === undefined ? undefined : JSON.parse(json)
}
