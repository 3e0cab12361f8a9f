import type { AnyTRPCRouter } from '@trpc/server'
import { Problem } from '../answer/problem.ts'
import { compileRoutes, type Route } from '../route/route.ts'
import type { Schema } from '../route/shape.ts'
import { type ContextParam, parametersOf, requestBodyOf } from './request.ts'
import { createResponseRegistry, type ResponseOptions, type ResponseRegistry } from './responses.ts'
import { createSchemaRegistry, type SchemaRegistry } from './schemas.ts'
import type {
  OpenApiDocument,
  OpenApiInfo,
  OpenApiVersion,
  OperationObject,
  SecurityRequirement,
} from './types.ts'

export interface OpenApiOptions extends ResponseOptions, OpenApiInfo {
  /** Default: 3.1.0. Some tools still read 3.0.3 only. */
  openapi?: OpenApiVersion
  servers?: OpenApiDocument['servers']
  tags?: OpenApiDocument['tags']
  /** The prefix the plugin is registered under. */
  prefix?: string
  /** Descriptions of the plugin's `contextParams`. */
  contextParams?: Record<string, ContextParam>
  /** The `operationId` of a procedure whose meta has none. Default: `task.list` is `task-list`. */
  operationId?: ((procedure: string) => string) | undefined
  /** Whether the document has a procedure, by its meta. Default: all. */
  filter?: ((options: { metadata: unknown }) => boolean) | undefined
  /** Schemas that are components under these names, wherever they are used and also where they are not. */
  defs?: Record<string, Schema> | undefined
  externalDocs?: OpenApiDocument['externalDocs'] | undefined
  /** Default: a bearer token in `Authorization`. */
  securitySchemes?: Record<string, Record<string, unknown>>
  /**
   * The security of routes with `protect`, or a function that returns it for a procedure's meta. Other routes have none.
   * Default: any one of the security schemes.
   */
  security?: SecurityRequirement[] | ((meta: unknown) => SecurityRequirement[])
  /** Adds to the description of an operation what follows from the procedure's meta, such as who may call it. */
  describe?: (meta: unknown) => string | undefined
  /** The error body that `formatError` returns. Default: `Problem`. */
  errorSchema?: Schema
}

// That of `trpc-to-openapi`.
const BEARER = { Authorization: { type: 'http', scheme: 'bearer' } }

/**
 * The OpenAPI document of a router's REST routes, in the router's order. The same router and options always give the
 * same document. Lazy routers must be loaded first, with `loadLazyRouters`.
 */
export function openApiDocument(router: AnyTRPCRouter, options: OpenApiOptions): OpenApiDocument {
  const { openapi = '3.1.0', prefix = '', contextParams = {} } = options
  const { securitySchemes = BEARER } = options
  const security = options.security ?? Object.keys(securitySchemes).map((name) => ({ [name]: [] }))
  const schemas = createSchemaRegistry(openapi, options.defs)
  const responses = createResponseRegistry(options, options.errorSchema ?? Problem, schemas)
  const paths: OpenApiDocument['paths'] = {}
  for (const route of compileRoutes(router, {
    contextParams: Object.keys(contextParams),
    operationId: options.operationId,
  })) {
    if (options.filter && !options.filter({ metadata: route.call._def.meta })) continue
    const path = route.path === '/' && prefix !== '' ? prefix : prefix + route.path
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operationOf(route, { ...options, security }, schemas, responses),
    }
  }
  const finished = schemas.finish({ paths, responses: responses.components() })
  return {
    openapi,
    info: infoOf(options),
    ...(options.servers && { servers: options.servers }),
    ...(options.tags && { tags: options.tags }),
    ...(options.externalDocs && { externalDocs: options.externalDocs }),
    paths: finished.document.paths,
    components: {
      schemas: finished.schemas,
      responses: finished.document.responses,
      securitySchemes,
    },
  }
}

function operationOf(
  route: Route,
  { contextParams = {}, describe, security }: OpenApiOptions,
  schemas: SchemaRegistry,
  responses: ResponseRegistry,
): OperationObject {
  const { meta, procedure } = route
  const [group, ...rest] = procedure.split('.')
  const tags = meta.tags ?? (group && rest.length > 0 ? [group] : [])
  const parameters = parametersOf(route, contextParams, schemas)
  const requestBody = requestBodyOf(route, schemas)
  const sentences = [meta.description, describe?.(route.call._def.meta)].filter((text) => text !== undefined)
  return {
    operationId: route.operationId,
    ...(meta.summary !== undefined && { summary: meta.summary }),
    ...(sentences.length > 0 && { description: sentences.join(' ') }),
    ...(tags.length > 0 && { tags }),
    ...(meta.deprecated && { deprecated: true }),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: responses.responsesOf(route),
    ...(security && { security: meta.protect !== false ? securityOf(route, security) : [] }),
  }
}

function infoOf({ title, version, contact, license, ...options }: OpenApiOptions): OpenApiInfo {
  return { title, version, ...described(options), ...(contact && { contact }), ...(license && { license }) }
}

function securityOf(
  { call }: Route,
  security: NonNullable<OpenApiOptions['security']>,
): SecurityRequirement[] {
  return typeof security === 'function' ? security(call._def.meta) : security
}

function described({ description }: { description?: string }): { description?: string } {
  return description === undefined ? {} : { description }
}
