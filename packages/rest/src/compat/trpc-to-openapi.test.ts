import { initTRPC, TRPCError } from '@trpc/server'
import fastify from 'fastify'
import { expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
// What an application imports from `trpc-to-openapi`, under the same names.
import { fastifyTRPCOpenApiPlugin, generateOpenApiDocument, type OpenApiMeta } from '../index.ts'

const t = initTRPC.context<{ user?: string | undefined }>().meta<OpenApiMeta>().create()
const User = z.object({ id: z.string(), at: z.date() })

const appRouter = t.router({
  user: t.router({
    list: t.procedure
      .meta({ openapi: { method: 'GET', path: '/users' }, isPublic: true })
      .input(z.object({ limit: z.number() }))
      .output(z.array(User))
      .query(({ input, ctx }) => [{ id: `${ctx.user} ${input.limit}`, at: new Date(0) }]),
    fail: t.procedure
      .meta({ openapi: { method: 'POST', path: '/fail', protect: false } })
      .input(z.void())
      .output(z.void())
      .mutation(() => {
        throw new TRPCError({ code: 'CONFLICT', message: 'Taken' })
      }),
  }),
})

async function serve(
  options: Partial<Parameters<typeof fastifyTRPCOpenApiPlugin<typeof appRouter>>[1]> = {},
) {
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(fastifyTRPCOpenApiPlugin<typeof appRouter>, {
    router: appRouter,
    basePath: '/api/',
    createContext: ({ req, info }) => ({ user: `${req.headers.authorization} ${info.url?.pathname}` }),
    ...options,
  })
  return app
}

it('serves the same routes, with the same bodies for errors', async () => {
  const app = await serve()
  const list = await app.inject({ url: '/api/users?limit=5', headers: { authorization: 'Ada' } })
  expect(list.json()).toEqual([{ id: 'Ada /api/users 5', at: '1970-01-01T00:00:00.000Z' }])
  const invalid = await app.inject('/api/users')
  expect([invalid.statusCode, invalid.json()]).toEqual([
    400,
    {
      message: 'Input validation failed',
      code: 'BAD_REQUEST',
      issues: [expect.objectContaining({ code: 'invalid_type', expected: 'number', path: ['limit'] })],
      data: { code: 'BAD_REQUEST', httpStatus: 400, path: 'user.list' },
    },
  ])
  const failed = await app.inject({ method: 'POST', url: '/api/fail', payload: {} })
  const data = { code: 'CONFLICT', httpStatus: 409, path: 'user.fail' }
  expect([failed.statusCode, failed.json()]).toEqual([409, { message: 'Taken', code: 'CONFLICT', data }])
  expect((await app.inject('/api/nothing')).statusCode).toBe(404)
})

it('asks responseMeta for the status and headers of outputs and of errors, and reports errors', async () => {
  const responseMeta = vi.fn(({ errors }: { errors: readonly TRPCError[] }) => ({
    status: errors.length > 0 ? 418 : 202,
    headers: { 'x-count': `${errors.length}`, 'x-none': undefined },
  }))
  const onError = vi.fn()
  const app = await serve({ responseMeta, onError })
  const list = await app.inject('/api/users?limit=5')
  expect([list.statusCode, list.headers['x-count']]).toEqual([202, '0'])
  expect(list.headers).not.toHaveProperty('x-none')
  expect(responseMeta).toHaveBeenLastCalledWith(
    expect.objectContaining({ type: 'query', paths: ['user.list'], data: [[expect.anything()]], errors: [] }),
  )
  const failed = await app.inject({ method: 'POST', url: '/api/fail' })
  expect([failed.statusCode, failed.headers['x-count']]).toEqual([418, '1'])
  expect(responseMeta).toHaveBeenLastCalledWith(
    expect.objectContaining({ type: 'mutation', ctx: { user: 'undefined /api/fail' } }),
  )
  expect(onError).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ path: 'user.fail', type: 'mutation' }),
  )
})

it('asks responseMeta about an error of another copy of tRPC', async () => {
  class TRPCError extends Error {
    override readonly name = 'TRPCError'
    readonly code = 'CONFLICT'
  }
  const taken = t.procedure.meta({ openapi: { method: 'GET', path: '/taken' } }).query(() => {
    throw new TRPCError('Taken')
  })
  const router = t.router({ taken })
  const app = fastify()
  onTestFinished(() => app.close())
  const responseMeta = () => ({ status: 418 })
  await app.register(fastifyTRPCOpenApiPlugin<typeof router>, { router, responseMeta })
  const response = await app.inject('/taken')
  expect([response.statusCode, response.json()]).toMatchObject([418, { message: 'Taken', code: 'CONFLICT' }])
})

it('tells createContext and onError the type of the procedure', async () => {
  const onError = vi.fn()
  const types: string[] = []
  const app = await serve({ onError, createContext: ({ info }) => ({ user: `${types.push(info.type)}` }) })
  await app.inject('/api/users?limit=5')
  await app.inject({ method: 'POST', url: '/api/fail' })
  await app.inject('/api/nothing')
  expect(types).toEqual(['query', 'mutation'])
  expect(onError.mock.calls.map(([{ type, path }]) => [type, path])).toEqual([
    ['mutation', 'user.fail'],
    ['unknown', undefined],
  ])
})

it("gives errors the shape of the router's errorFormatter", async () => {
  const formatted = initTRPC.meta<OpenApiMeta>().create({
    isDev: true,
    // That of tRPC's documentation, with words for a full store.
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      ...(error.message === 'ENOSPC' && { message: 'Try again tomorrow' }),
      data: {
        ...shape.data,
        zodError: error.cause instanceof z.ZodError ? z.flattenError(error.cause) : null,
      },
    }),
  })
  const at = (path: `/${string}`) => formatted.procedure.meta({ openapi: { method: 'GET', path } })
  const router = formatted.router({
    get: at('/get')
      .input(z.object({ id: z.int() }))
      .query(() => 1),
    full: at('/full').query(() => {
      throw new Error('ENOSPC')
    }),
    fail: at('/fail').query(() => {
      throw new Error('the password is 1234')
    }),
  })
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(fastifyTRPCOpenApiPlugin<typeof router>, { router })
  const bodyOf = async (url: string) => (await app.inject(url)).json()
  const zodError = {
    formErrors: [],
    fieldErrors: { id: ['Invalid input: expected number, received string'] },
  }
  expect(await bodyOf('/get?id=a')).toMatchObject({
    message: 'Input validation failed',
    data: { code: 'BAD_REQUEST', path: 'get', zodError },
  })
  // The adapter's own mistakes are in the same place.
  expect(await bodyOf('/get?id=1&x=1')).toMatchObject({
    data: {
      code: 'BAD_REQUEST',
      httpStatus: 400,
      zodError: { formErrors: ['Unrecognized query parameter: "x"'] },
    },
  })
  const internal = { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, zodError: null }
  expect(await bodyOf('/full')).toEqual({
    message: 'Try again tomorrow',
    code: 'INTERNAL_SERVER_ERROR',
    data: { ...internal, path: 'full' },
  })
  // Neither its words nor its stack.
  expect(await bodyOf('/fail')).toEqual({
    message: 'Internal server error',
    code: 'INTERNAL_SERVER_ERROR',
    data: { ...internal, path: 'fail' },
  })
})

it('says nothing about an output that is not valid, nor about other internal errors', async () => {
  const broken = t.router({
    get: t.procedure
      .meta({ openapi: { method: 'GET', path: '/get' } })
      .output(z.string())
      .query(() => 1 as never),
    fail: t.procedure.meta({ openapi: { method: 'GET', path: '/fail' } }).query(() => {
      throw new Error('the password is 1234')
    }),
  })
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(fastifyTRPCOpenApiPlugin<typeof broken>, { router: broken, createContext: () => ({}) })
  const [get, fail] = [await app.inject('/get'), await app.inject('/fail')]
  const code = 'INTERNAL_SERVER_ERROR'
  const data = (path: string) => ({ code, httpStatus: 500, path })
  expect([get.statusCode, get.json()]).toEqual([
    500,
    { message: 'Output validation failed', code, data: data('get') },
  ])
  expect([fail.statusCode, fail.json()]).toEqual([
    500,
    { message: 'Internal server error', code, data: data('fail') },
  ])
})

it('can be as lenient with URLs and fields', async () => {
  const router = t.router({
    get: t.procedure
      .meta({ openapi: { method: 'GET', path: '/users/{id}' } })
      .input(z.looseObject({ id: z.string(), limit: z.coerce.number().optional() }))
      .query(({ input }) => input),
  })
  const app = fastify({ routerOptions: { caseSensitive: false, ignoreTrailingSlash: true } })
  onTestFinished(() => app.close())
  await app.register(fastifyTRPCOpenApiPlugin<typeof router>, { router, basePath: '/api' })
  const response = await app.inject('/API/Users/Ada%20B/?limit=5&utm=x')
  expect(response.json()).toEqual({ id: 'Ada B', limit: 5, utm: 'x' })
})

it('limits bodies by maxBodySize', async () => {
  const app = await serve({ maxBodySize: 10 })
  const payload = { a: 'x'.repeat(20) }
  expect((await app.inject({ method: 'POST', url: '/api/fail', payload })).statusCode).toBe(413)
})

it('makes the document with the same options and defaults', () => {
  const ApiKey = { type: 'apiKey', in: 'header', name: 'X-API-Key' }
  const more = { description: 'Users', openApiVersion: '3.0.3', securitySchemes: { ApiKey } } as const
  expect(
    generateOpenApiDocument(appRouter, { title: 'API', version: '1', baseUrl: '/', ...more }),
  ).toMatchObject({
    openapi: '3.0.3',
    info: { description: 'Users' },
    components: { securitySchemes: { ApiKey } },
    paths: { '/users': { get: { security: [{ ApiKey: [] }] } }, '/fail': { post: { security: [] } } },
  })
  const document = generateOpenApiDocument<{ isPublic?: boolean }>(appRouter, {
    title: 'API',
    version: '1',
    baseUrl: 'https://example.com/api',
    docsUrl: 'https://example.com/docs',
    tags: ['user'],
    filter: ({ metadata }) => metadata.isPublic === true,
    defs: { User, Unused: z.object({ a: z.string() }) },
  })
  expect(document).toMatchObject({
    servers: [{ url: 'https://example.com/api' }],
    externalDocs: { url: 'https://example.com/docs' },
    tags: [{ name: 'user' }],
    components: { securitySchemes: { Authorization: { type: 'http', scheme: 'bearer' } } },
  })
  expect(Object.keys(document.paths)).toEqual(['/users'])
  expect(document.paths['/users']?.get).toMatchObject({
    operationId: 'user-list',
    security: [{ Authorization: [] }],
  })
  const { responses } = document.paths['/users']?.get ?? {}
  expect(Object.keys(responses ?? {})).toEqual(['200', '304', '400', '401', '403', '500'])
  // As the errors are sent.
  expect(document.components.responses.BadRequest?.content).toEqual({
    'application/json': { schema: { $ref: '#/components/schemas/Error' } },
  })
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['Error', 'Unused', 'User']),
  )
  expect(JSON.stringify(document.components.schemas.UserListResponse)).toContain('#/components/schemas/User')
})
