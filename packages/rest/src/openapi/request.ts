import { isOptionalInput, readsLastEventId, reservedNames } from '../input/read-input.ts'
import type { RestContentType } from '../meta.ts'
import type { Route } from '../route/route.ts'
import { combine, type Field, type Schema } from '../route/shape.ts'
import { pascalCase } from './discriminate.ts'
import { servesRanges } from './headers.ts'
import type { SchemaRegistry } from './schemas.ts'
import { asForm, notEmpty } from './spelled.ts'
import type { JsonSchema, OperationObject, ParameterObject } from './types.ts'

export interface ContextParam {
  description?: string
  schema?: Schema | JsonSchema
}

/** A route's parameters: path, query, and the headers that it reads. */
export function parametersOf(
  route: Route,
  contextParams: Record<string, ContextParam>,
  schemas: SchemaRegistry,
): ParameterObject[] {
  const { meta, shape } = route
  const parameters = route.params.map((name): ParameterObject => {
    const field = shape.fields.get(name)
    if (field) return { ...parameter(name, 'path', field, schemas), required: true }
    const { schema, description } = contextParams[name] ?? {}
    const converted = schema ? schemas.convert(schema, 'input') : { type: 'string' }
    return { name, in: 'path', required: true, ...(description && { description }), schema: converted }
  })
  if (!route.takesBody) {
    const isOptional = isOptionalInput(route)
    for (const [name, field] of wireFields(route)) {
      const required = field.required && !isOptional
      parameters.push(parameter(name, 'query', { ...field, required }, schemas))
    }
    if (shape.rest) {
      const additionalProperties = schemas.convert(shape.rest, 'input')
      const schema: JsonSchema = { type: 'object', additionalProperties }
      parameters.push({ name: 'parameters', in: 'query', style: 'form', explode: true, schema })
    }
  }
  const headers = meta.requestHeaders && combine([meta.requestHeaders], 'all')
  for (const [name, field] of headers?.fields ?? [])
    parameters.push(parameter(name, 'header', field, schemas))
  if (meta.ifMatch !== undefined) {
    parameters.push(header('If-Match', 'Entity tags, one of which must be current: otherwise 412.'))
  }
  if (readsLastEventId(route)) {
    parameters.push(header('Last-Event-ID', 'The last event the client got. It wins over `lastEventId`.'))
  }
  if (route.method === 'GET' && !route.isEventStream) {
    parameters.push(header('If-None-Match', 'Entity tags the client holds: 304 when one of them is current.'))
  }
  if (servesRanges(route)) {
    parameters.push(header('Range', 'One range of bytes, which is answered with 206: `bytes=0-99`.'))
    parameters.push(header('If-Range', 'The strong entity tag of which `Range` is a part: otherwise 200.'))
  }
  return parameters
}

/** A route's body: its input without path parameters and headers. */
export function requestBodyOf(
  route: Route,
  schemas: SchemaRegistry,
): OperationObject['requestBody'] | undefined {
  const fields = wireFields(route)
  if (!route.takesBody || (fields.length === 0 && !route.shape.rest)) return undefined
  const reserved = reservedNames(route)
  const bodies = route.inputs.map((input) => omit(schemas.convert(input, 'input'), reserved, schemas))
  const schema = merge(bodies)
  if (schema.properties && !route.shape.rest) schema.additionalProperties ??= false
  const form = asForm(schema, schemas.resolve)
  const takesJson = route.contentTypes.includes('application/json')
  const contentOf = (type: RestContentType) => {
    const isOther = takesJson && form !== schema && type !== 'application/json'
    const name = `${pascalCase(route.operationId)}${isOther ? 'Form' : 'Request'}`
    return { schema: schemas.name(name, type === 'application/json' ? schema : form, 'input') }
  }
  return {
    required: !isOptionalInput(route) && fields.some(([, { required }]) => required),
    content: Object.fromEntries(route.contentTypes.map((type) => [type, contentOf(type)])),
  }
}

function wireFields(route: Route): [string, Field][] {
  const reserved = reservedNames(route)
  return [...route.shape.fields].filter(([name]) => !reserved.has(name))
}

function parameter(
  name: string,
  place: ParameterObject['in'],
  field: Field,
  schemas: SchemaRegistry,
): ParameterObject {
  const converted = field.schemas.map((schema) => schemas.convert(schema, 'input'))
  const { description, deprecated, ...text } = asText(alternatives(converted))
  const schema = field.required ? notEmpty(text, schemas.resolve) : text
  const style = place === 'query' ? queryStyle(schema, schemas) : undefined
  return {
    name,
    in: place,
    ...(field.required && { required: true }),
    ...(deprecated === true && { deprecated }),
    ...(description !== undefined && { description }),
    ...(style && { style, explode: true }),
    schema,
  }
}

/** How the values of a list or the properties of an object are written in a query: `tag=a&tag=b`, `filter[a]=1`. */
function queryStyle(schema: JsonSchema, schemas: SchemaRegistry): ParameterObject['style'] {
  const { anyOf = [], oneOf = [], type } = schemas.resolve(schema)
  if (type === 'array') return 'form'
  if (type === 'object') return 'deepObject'
  return [...anyOf, ...oneOf]
    .map((branch) => queryStyle(branch, schemas))
    .find((style) => style === 'deepObject')
}

function header(name: string, description: string): ParameterObject {
  return { name, in: 'header', description, schema: { type: 'string' } }
}

/** The schema of a value as text: `T | T[]` is a list, also of one, and there is no null. */
function asText({ anyOf, ...schema }: JsonSchema): JsonSchema {
  if (!anyOf) return schema
  const branches = anyOf.filter((branch) => branch.type !== 'null')
  const list = branches.find((branch) => branch.type === 'array')
  const items = JSON.stringify(list?.items)
  if (list && branches.every((branch) => branch === list || JSON.stringify(branch) === items)) {
    return { ...schema, ...list }
  }
  const [only, ...others] = branches
  return only && others.length === 0 ? asText({ ...only, ...schema }) : { ...schema, anyOf: branches }
}

function alternatives(schemas: JsonSchema[]): JsonSchema {
  const [first, ...others] = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()]
  return first && others.length > 0 ? { anyOf: [first, ...others] } : { ...first }
}

/** A schema without some of its top-level properties. A reference to a schema that has none of them stays one. */
function omit(schema: JsonSchema, names: ReadonlySet<string>, schemas: SchemaRegistry): JsonSchema {
  const { $ref, ...beside } = schema
  if ($ref !== undefined) {
    const target = schemas.resolve({ $ref })
    const left = omit(target, names, schemas)
    return JSON.stringify(left) === JSON.stringify(target) ? { ...schema } : { ...left, ...beside }
  }
  const left: JsonSchema = { ...schema }
  if (left.properties) {
    left.properties = Object.fromEntries(Object.entries(left.properties).filter(([name]) => !names.has(name)))
  }
  if (left.required) {
    const required = left.required.filter((name) => !names.has(name))
    if (required.length > 0) left.required = required
    else delete left.required
  }
  for (const keyword of ['anyOf', 'oneOf', 'allOf'] as const) {
    const branches = left[keyword]
    if (branches) left[keyword] = branches.map((branch) => omit(branch, names, schemas))
  }
  return left
}

/** One schema for chained inputs: a single object if all are objects, otherwise `allOf`. */
function merge(schemas: JsonSchema[]): JsonSchema {
  const [first, ...others] = schemas
  if (!first || others.length === 0) return first ?? {}
  if (!schemas.every((schema) => schema.properties)) return { allOf: schemas }
  const required = [...new Set(schemas.flatMap((schema) => schema.required ?? []))]
  return {
    ...first,
    properties: Object.assign({}, ...schemas.map((schema) => schema.properties)),
    ...(required.length > 0 && { required }),
  }
}
