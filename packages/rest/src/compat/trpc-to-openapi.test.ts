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
    },
  ])
  const failed = await app.inject({ method: 'POST', url: '/api/fail', payload: {} })
  expect([failed.statusCode, failed.json()]).toEqual([409, { message: 'Taken', code: 'CONFLICT' }])
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
  expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ path: 'user.fail' }))
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
  expect([get.statusCode, get.json()]).toEqual([500, { message: 'Output validation failed', code }])
  expect([fail.statusCode, fail.json()]).toEqual([500, { message: 'Internal server error', code }])
})

it('limits bodies by maxBodySize', async () => {
  const app = await serve({ maxBodySize: 10 })
  const payload = { a: 'x'.repeat(20) }
  expect((await app.inject({ method: 'POST', url: '/api/fail', payload })).statusCode).toBe(413)
})

it('makes the document with the same options and defaults', () => {
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
