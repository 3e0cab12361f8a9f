import { type inferRouterContext, initTRPC, type TRPCError } from '@trpc/server'
import fastify, { type FastifyRequest } from 'fastify'
import { describe, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import {
  type CreateContextOptions,
  type OpenApiDocument,
  openApiDocument,
  type RestPluginOptions,
  type RestRoute,
  restPlugin,
  type StreamOptions,
  toTRPCError,
  zodIssues,
} from './index.ts'
import type { RestMeta } from './meta.ts'

interface Context {
  user: string
}
const t = initTRPC.context<Context>().meta<RestMeta & { audit?: boolean }>().create()

describe('meta', () => {
  it('leaves the types of a procedure alone', () => {
    const get = t.procedure
      .meta({ openapi: { method: 'GET', path: '/{id}' }, audit: true })
      .input(z.object({ id: z.string() }))
      .query(({ input }) => input.id)
    expectTypeOf<(typeof get)['_def']['$types']['input']>().toEqualTypeOf<{ id: string }>()
    expectTypeOf<(typeof get)['_def']['$types']['output']>().toEqualTypeOf<string>()
  })

  it('refuses what is not a route', () => {
    expectTypeOf<{ method: 'GET'; path: '/a' }>().toExtend<RestRoute>()
    expectTypeOf<{ method: 'get'; path: '/a' }>().not.toExtend<RestRoute>()
    expectTypeOf<{ method: 'GET'; path: 'a' }>().not.toExtend<RestRoute>()
    // @ts-expect-error a misspelt field
    t.procedure.meta({ openapi: { method: 'GET', path: '/a', succesStatus: 201 } })
    const headers = z.object({ 'x-a': z.string() })
    t.procedure.meta({
      openapi: { method: 'GET', path: '/a', requestHeaders: headers, errorResponses: [404] },
    })
    t.procedure.meta({ openapi: { method: 'GET', path: '/a', errorResponses: { 404: 'No such thing' } } })
    t.procedure.meta({ openapi: { method: 'GET', path: '/a', event: z.union([z.string(), z.null()]) } })
    // @ts-expect-error not an object schema
    t.procedure.meta({ openapi: { method: 'GET', path: '/a', requestHeaders: z.string() } })
  })
})

describe('plugin', () => {
  const router = t.router({ one: t.procedure.query(() => 1) })
  type Options = RestPluginOptions<typeof router>

  it('takes the context its router declares', () => {
    expectTypeOf<Awaited<ReturnType<Options['createContext']>>>().toEqualTypeOf<Context>()
    expectTypeOf<inferRouterContext<typeof router>>().toEqualTypeOf<Context>()
    expectTypeOf<Parameters<Options['createContext']>[0]['pathParams']>().toEqualTypeOf<
      Record<string, string>
    >()
    expectTypeOf<CreateContextOptions['revalidate']>().toEqualTypeOf<(tag: string) => void>()
    expectTypeOf<Options['stream']>().toEqualTypeOf<StreamOptions | undefined>()
    // @ts-expect-error another context
    void ({ router, createContext: () => ({ user: 1 }) } satisfies Options)
    expectTypeOf<Options>().toExtend<RestPluginOptions>()
  })

  it('is a Fastify plugin', () => {
    const app = fastify()
    app.register(restPlugin<typeof router>, {
      prefix: '/api',
      router,
      createContext: ({ req }) => {
        expectTypeOf(req).toEqualTypeOf<FastifyRequest>()
        return { user: 'a' }
      },
      formatError: (error, { route }) => {
        expectTypeOf(error).toEqualTypeOf<TRPCError>()
        expectTypeOf(route).toEqualTypeOf<RestRoute | undefined>()
        return { status: 500, body: {} }
      },
    })
    // @ts-expect-error another context
    app.register(restPlugin<typeof router>, { router, createContext: () => ({ user: 1 }) })
    // @ts-expect-error no router
    app.register(restPlugin<typeof router>, { createContext: () => ({}) })
    app.addHook('onRequest', async (req) => {
      expectTypeOf(req.routeOptions.config.procedure).toEqualTypeOf<string | undefined>()
    })
  })
})

it('documents and errors are typed', () => {
  const router = t.router({})
  expectTypeOf(openApiDocument(router, { title: 'a', version: '1' })).toEqualTypeOf<OpenApiDocument>()
  expectTypeOf(toTRPCError).parameters.toEqualTypeOf<[unknown]>()
  expectTypeOf(zodIssues).returns.toEqualTypeOf<
    { path: (string | number)[]; message: string }[] | undefined
  >()
})
