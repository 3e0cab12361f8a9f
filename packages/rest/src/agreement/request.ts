import type { InjectOptions } from 'fastify'
import type { OpenApiDocument, OperationObject, ParameterObject } from '../openapi/types.ts'

/** One operation of a document. */
export interface Operation {
  name: string
  method: string
  path: string
  operation: OperationObject
}

/** The values of one request. Parameters that are left out are undefined. */
export interface Values {
  parameters: Record<string, unknown>
  body: unknown
}

/** The operations of a document, in its order. */
export function operationsOf({ paths }: OpenApiDocument): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )
}

/** Writes values as the document says that they are written: in the path, the query and the body. */
export async function requestOf(
  { method, path, operation }: Operation,
  { parameters, body }: Values,
  contentType?: string,
) {
  const declared = operation.parameters ?? []
  let url = path
  for (const { name, in: place } of declared) {
    const value = parameters[name]
    if (place === 'path' && value !== undefined)
      url = url.replace(`{${name}}`, encodeURIComponent(String(value)))
  }
  const query = queryOf(declared, parameters)
  if (query.size > 0) url += `?${query}`
  const request: InjectOptions = { method: method as 'GET', url }
  if (body === undefined || contentType === undefined) return request
  const sent = await encode(body, contentType)
  return { ...request, headers: { 'content-type': sent.type }, payload: sent.payload }
}

function queryOf(declared: ParameterObject[], values: Values['parameters']): URLSearchParams {
  const query = new URLSearchParams()
  const names = new Set(declared.map(({ name }) => name))
  for (const parameter of declared) {
    if (parameter.in !== 'query') continue
    for (const [name, text] of spell(parameter, values[parameter.name])) {
      // A name that another parameter has would be a second value of that one.
      if (name === parameter.name || !names.has(name)) query.append(name, text)
    }
  }
  return query
}

/** A parameter's names and texts in a query: `style: form` repeats the name, `deepObject` names the properties. */
function spell({ name, style }: Pick<ParameterObject, 'name' | 'style'>, value: unknown): [string, string][] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value.map((item) => [name, String(item)])
  if (typeof value !== 'object' || value === null) return [[name, String(value)]]
  return Object.entries(value).flatMap(([key, held]) =>
    spell({ name: style === 'form' ? key : `${name}[${key}]` }, held),
  )
}

async function encode(
  body: unknown,
  contentType: string,
): Promise<{ type: string; payload: string | Buffer }> {
  if (contentType === 'application/json') return { type: contentType, payload: JSON.stringify(body) }
  const fields = Object.entries(Object(body)).flatMap(([name, value]): [string, string | File][] =>
    value instanceof File ? [[name, value]] : spell({ name }, value),
  )
  if (contentType === 'application/x-www-form-urlencoded') {
    const pairs = fields.map(([name, value]): [string, string] => [name, String(value)])
    return { type: contentType, payload: new URLSearchParams(pairs).toString() }
  }
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  const encoded = new Response(form)
  const type = encoded.headers.get('content-type') ?? contentType
  return { type, payload: Buffer.from(await encoded.arrayBuffer()) }
}
