import type { AnyTRPCRouter, inferRouterContext, TRPCProcedureType } from '@trpc/server'
import type { CreateFastifyContextOptions } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { OnError } from '../answer/error-handler.ts'
import type { ResponseMetaAnswer, ResponseMetaInfo } from '../answer/response-meta.ts'
import type { CreateContextOptions } from '../call.ts'
import type { RestMeta } from '../meta.ts'
import { openApiDocument } from '../openapi/document.ts'
import type { OpenApiDocument } from '../openapi/types.ts'
import { restPlugin } from '../plugin.ts'
import type { Schema } from '../route/shape.ts'
import { calledAs, ErrorBody, errorBodyOf } from './error-body.ts'

/** The meta of `trpc-to-openapi`, under its name there. */
export type OpenApiMeta<TMeta = Record<string, unknown>> = TMeta & RestMeta

export interface GenerateOpenApiDocumentOptions<TMeta = Record<string, unknown>> {
  title: string
  description?: string
  version: string
  openApiVersion?: OpenApiDocument['openapi']
  /** Where the routes are, `basePath` included. */
  baseUrl: string
  docsUrl?: string
  tags?: string[]
  securitySchemes?: Record<string, Record<string, unknown>>
  filter?: (ctx: { metadata: { openapi: NonNullable<RestMeta['openapi']> } & TMeta }) => boolean
  defs?: Record<string, Schema>
}

/** `generateOpenApiDocument` of `trpc-to-openapi`. `openApiDocument` has more options. */
export function generateOpenApiDocument<TMeta = Record<string, unknown>>(
  router: AnyTRPCRouter,
  options: GenerateOpenApiDocumentOptions<TMeta>,
): OpenApiDocument {
  const { title, version, description, openApiVersion, baseUrl, docsUrl, tags, filter, ...rest } = options
  return openApiDocument(router, {
    title,
    version,
    ...(description !== undefined && { description }),
    ...(openApiVersion && { openapi: openApiVersion }),
    servers: [{ url: baseUrl }],
    ...(docsUrl !== undefined && { externalDocs: { url: docsUrl } }),
    ...(tags && { tags: tags.map((name) => ({ name })) }),
    // Only procedures with `openapi` meta are asked about.
    ...(filter && { filter: filter as (options: { metadata: unknown }) => boolean }),
    ...rest,
    errorSchema: ErrorBody,
    errorType: 'application/json',
    commonErrors: [500],
    invalidStatus: 400,
  })
}

export interface FastifyTRPCOpenApiPluginOptions<TRouter extends AnyTRPCRouter> {
  router: TRouter
  basePath?: `/${string}`
  createContext?(
    options: CreateFastifyContextOptions & CreateContextOptions,
  ): inferRouterContext<TRouter> | Promise<inferRouterContext<TRouter>>
  responseMeta?(info: ResponseMetaInfo<inferRouterContext<TRouter>>): ResponseMetaAnswer | undefined
  onError?(
    event: Parameters<OnError>[0] & { path: string | undefined; type: TRPCProcedureType | 'unknown' },
  ): void
  /** Bytes. Default: the server's `bodyLimit`. */
  maxBodySize?: number
}

/** `fastifyTRPCOpenApiPlugin` of `trpc-to-openapi`, with the bodies of its errors. `restPlugin` has more options. */
export async function fastifyTRPCOpenApiPlugin<TRouter extends AnyTRPCRouter>(
  scope: FastifyInstance,
  options: FastifyTRPCOpenApiPluginOptions<TRouter>,
): Promise<void> {
  const { router, basePath = '', createContext, responseMeta, onError, maxBodySize } = options
  await scope.register(async (inner) => {
    if (maxBodySize !== undefined) {
      inner.addHook('onRoute', (route) => {
        route.bodyLimit = maxBodySize
      })
    }
    await inner.register(restPlugin<AnyTRPCRouter>, {
      prefix: basePath.replace(/\/$/, ''),
      router,
      createContext: (given) => createContext?.({ ...given, info: infoOf(router, given.req) }) ?? {},
      formatError: errorBodyOf(router),
      ...(responseMeta && { responseMeta }),
      ...(onError && { onError: (event) => onError({ ...event, ...calledAs(router, event.procedure) }) }),
    })
  })
}

function infoOf(router: AnyTRPCRouter, req: FastifyRequest): CreateFastifyContextOptions['info'] {
  return {
    isBatchCall: false,
    accept: null,
    calls: [],
    type: calledAs(router, req.routeOptions.config.procedure).type,
    connectionParams: null,
    signal: req.signal,
    url: new URL(req.url, `http://${req.host}`),
  }
}
