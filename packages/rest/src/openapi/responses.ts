import { STATUS_CODES } from 'node:http'
import type { RestErrorResponse } from '../meta.ts'
import type { Route } from '../route/route.ts'
import { combine, type Schema } from '../route/shape.ts'
import { declaredAnswers } from './declared.ts'
import { pascalCase } from './discriminate.ts'
import { cacheHeaders, etag, type HeaderOptions, headersOf, ownHeaders, servesRanges } from './headers.ts'
import type { SchemaRegistry } from './schemas.ts'
import type { HeaderObject, JsonSchema, OperationObject, Reference, ResponseObject } from './types.ts'

export interface ResponseOptions {
  /** Statuses that every route may answer, such as 429 and 500. */
  commonErrors?: readonly number[]
  /** Headers of all answers, such as `X-Request-Id`. */
  commonHeaders?: Record<string, HeaderOptions>
  /** Headers of the answers with an error status, such as `Retry-After` of 429. */
  errorHeaders?: Record<number, Record<string, HeaderOptions>>
  /** The values of `error` in the body of each error status: a client then knows which it may get. Default: any text. */
  errorCodes?: Record<number, readonly string[]>
  /** The `Content-Type` that `formatError` gives. Default: `application/problem+json`. */
  errorType?: string
  /** The status that `formatError` gives to input that is not valid. Default: 422. */
  invalidStatus?: number
}

/** Documents answers. Those that routes share become components. */
export interface ResponseRegistry {
  responsesOf(route: Route): OperationObject['responses']
  /** The shared answers, by component name. */
  components(): Record<string, ResponseObject>
}

const text: JsonSchema = { type: 'string' }
const binary: JsonSchema = { type: 'string', format: 'binary' }

/** Creates a registry for one document; `problem` is the schema of an error's body. */
export function createResponseRegistry(
  options: ResponseOptions,
  problem: Schema,
  schemas: SchemaRegistry,
): ResponseRegistry {
  const shared = new Map<string, ResponseObject>()
  const common = headersOf(options.commonHeaders, schemas)

  return {
    responsesOf(route) {
      const responses: OperationObject['responses'] = {
        [route.status]: route.isEventStream ? stream(route) : success(route),
      }
      if (servesRanges(route)) Object.assign(responses, ranges(route))
      if (route.method === 'GET' && !route.isEventStream) {
        responses[304] = respond('The client holds the current version', {
          ETag: etag,
          ...cacheHeaders(route),
          ...common,
        })
      }
      return Object.assign(responses, errorResponses(route))
    },
    components: () => Object.fromEntries([...shared].sort(([a], [b]) => (a < b ? -1 : 1))),
  }

  function success(route: Route): ResponseObject {
    const { meta, status, plan } = route
    const hasBody = plan.kind !== 'redirect' && plan.kind !== 'empty'
    return {
      ...respond(meta.successDescription ?? title(status), {
        ...common,
        ...declaredHeaders(route),
        ...ownHeaders(route, hasBody),
      }),
      ...(hasBody && { content: { [plan.mediaType]: { schema: bodyOf(route) } } }),
    }
  }

  function bodyOf({ plan, output, operationId }: Route): JsonSchema {
    if (plan.kind === 'media') return plan.mediaType.startsWith('text/') ? text : binary
    const converted = output ? schemas.convert(output, 'output') : {}
    return schemas.name(`${pascalCase(operationId)}Response`, converted, 'output')
  }

  function ranges(route: Route): OperationObject['responses'] {
    const range = { description: 'Which bytes of how many.', schema: text }
    return {
      206: {
        ...respond('The part that `Range` asks for', {
          ...common,
          'Content-Range': range,
          ETag: etag,
          ...cacheHeaders(route),
        }),
        content: { [route.plan.mediaType]: { schema: bodyOf(route) } },
      },
      416: respond('No byte is in the range', { ...common, 'Content-Range': range }),
    }
  }

  /** OpenAPI 3.1 cannot describe the items of a stream, so the schema is that of one event's data. */
  function stream(route: Route): ResponseObject {
    const { event, successDescription = 'Server-sent events' } = route.meta
    const description = event
      ? `${successDescription.replace(/\.$/, '')}. The data of each event is one JSON document of this schema; that of an event named \`error\`, which is the last, is a problem.`
      : successDescription
    return {
      ...respond(description, { ...common, ...declaredHeaders(route) }),
      content: { 'text/event-stream': { schema: event ? schemas.convert(event, 'output') : text } },
    }
  }

  function declaredHeaders({ meta }: Route): Record<string, HeaderObject> {
    const declared = meta.responseHeaders && combine([meta.responseHeaders], 'all', 'output')
    const headers = [...(declared?.fields ?? [])].map(([name, field]): [string, HeaderObject] => {
      const [converted = text] = field.schemas.map((held) => schemas.convert(held, 'output'))
      const { description, ...schema } = converted
      const required = field.required && { required: true }
      return [name, { ...required, ...(description !== undefined && { description }), schema }]
    })
    return Object.fromEntries(headers)
  }

  function share(status: number): Reference {
    const name = title(status).replace(/[^A-Za-z]/g, '')
    if (!shared.has(name)) shared.set(name, error(status, title(status)))
    return { $ref: `#/components/responses/${name}` }
  }

  function errorResponses(route: Route): OperationObject['responses'] {
    const responses: OperationObject['responses'] = {}
    const errors = errorsOf(route, options)
    for (const [status, declared] of errors) {
      responses[status] = declared === undefined ? share(status) : error(status, declared)
    }
    for (const [status, answer] of declaredAnswers(route, anyProblem(), schemas)) {
      const others = errors.has(status) ? [problemOf(status)] : []
      responses[status] = error(status, answer.description, anyOf([...answer.bodies, ...others]))
    }
    return responses
  }

  function problemOf(status: number): JsonSchema {
    const codes = options.errorCodes?.[status]
    if (!codes) return anyProblem()
    const error = codes.length === 1 ? { type: 'string', const: codes[0] } : { type: 'string', enum: codes }
    const body = { allOf: [anyProblem(), { type: 'object', properties: { error } }] }
    return schemas.name(`${title(status).replace(/[^A-Za-z]/g, '')}Problem`, body, 'output')
  }

  function anyProblem(): JsonSchema {
    return schemas.convert(problem, 'output')
  }

  function error(status: number, declared: string | RestErrorResponse, body?: JsonSchema): ResponseObject {
    const headers = { ...common, ...headersOf(options.errorHeaders?.[status], schemas) }
    if (status === 401) headers['WWW-Authenticate'] ??= { schema: text }
    const {
      description,
      schema,
      contentType = 'application/json',
    } = typeof declared === 'string'
      ? {
          description: declared,
          schema: problem,
          contentType: options.errorType ?? 'application/problem+json',
        }
      : declared
    return {
      ...respond(description, headers),
      content: {
        [contentType]: {
          schema: body ?? (schema === problem ? problemOf(status) : schemas.convert(schema, 'output')),
        },
      },
    }
  }
}

type DeclaredError = string | RestErrorResponse | undefined

/** All error statuses of a route, each with what the meta declares for it. */
function errorsOf(
  route: Route,
  { commonErrors = [], invalidStatus = 422 }: ResponseOptions,
): Map<number, DeclaredError> {
  // Every route answers unknown query parameters with 422, and invalid percent-encoding with 400.
  const statuses = [400, invalidStatus, ...commonErrors]
  if (route.meta.protect !== false) statuses.push(401, 403)
  if (route.takesBody) statuses.push(413, 415)
  if (route.meta.ifMatch !== undefined) statuses.push(412)
  const errors = new Map<number, DeclaredError>(statuses.map((status) => [status, undefined]))
  const declared = route.meta.errorResponses ?? []
  if (Array.isArray(declared)) for (const status of declared) errors.set(status, undefined)
  else for (const [status, error] of Object.entries(declared)) setError(errors, Number(status), error)
  return errors
}

function setError(
  errors: Map<number, DeclaredError>,
  status: number,
  error: string | RestErrorResponse | null,
) {
  if (error === null) errors.delete(status)
  else errors.set(status, error)
}

function anyOf(schemas: JsonSchema[]): JsonSchema {
  const [only, ...others] = schemas
  return only && others.length === 0 ? only : { anyOf: schemas }
}

function respond(description: string, headers: Record<string, HeaderObject>): ResponseObject {
  return { description, ...(Object.keys(headers).length > 0 && { headers }) }
}

function title(status: number): string {
  return STATUS_CODES[status] ?? `Status ${status}`
}
