import type { Route } from '../route/route.ts'
import type { Schema } from '../route/shape.ts'
import type { SchemaRegistry } from './schemas.ts'
import type { HeaderObject, JsonSchema } from './types.ts'

export interface HeaderOptions {
  description?: string
  schema?: Schema | JsonSchema
}

const text: JsonSchema = { type: 'string' }

export const etag: HeaderObject = { description: 'The entity tag of this version.', schema: text }

/** The headers that the adapter sets. */
export function ownHeaders(route: Route, hasBody: boolean): Record<string, HeaderObject> {
  const { meta, method, plan } = route
  const isRedirect = plan.kind === 'redirect'
  const headers: Record<string, HeaderObject> = {}
  if (meta.etag !== undefined || (method === 'GET' && hasBody)) headers.ETag = etag
  if (meta.location !== undefined || isRedirect) {
    const description = isRedirect ? 'Where to go.' : 'Where the resource is.'
    headers.Location = { description, schema: { type: 'string', format: 'uri-reference' } }
  }
  if (meta.links) headers.Link = { description: 'Related pages (RFC 8288).', schema: text }
  if (servesRanges(route))
    headers['Accept-Ranges'] = { description: 'The unit of ranges: `bytes`.', schema: text }
  return { ...headers, ...cacheHeaders(route) }
}

export function cacheHeaders({ meta }: Route): Record<string, HeaderObject> {
  if (meta.cacheControl === undefined) return {}
  const schema = { ...text, examples: [meta.cacheControl] }
  return { 'Cache-Control': { description: 'How long the answer may be used again.', schema } }
}

/** Whether a route documents ranges: it may answer them also where no length is certain. */
export function servesRanges({ method, plan, status }: Route): boolean {
  return method === 'GET' && status === 200 && plan.isSized
}

/** As they are documented. Without a schema, any text. */
export function headersOf(
  headers: Record<string, HeaderOptions> = {},
  schemas: SchemaRegistry,
): Record<string, HeaderObject> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, { description, schema }]) => [
      name,
      { ...(description && { description }), schema: schema ? schemas.convert(schema, 'output') : text },
    ]),
  )
}
