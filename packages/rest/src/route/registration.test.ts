import { type AnyTRPCProcedure, lazy } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RestRoute } from '../meta.ts'
import { createApp, t } from '../testing/test-app.ts'
import { compileRoutes, loadLazyRouters } from './route.ts'

const item = z.object({ id: z.string(), n: z.number().optional(), at: z.number().default(1) })

function router(openapi: RestRoute, input: z.ZodType = item) {
  return t.router({
    it: t.procedure
      .meta({ openapi })
      .input(input)
      .output(item)
      .mutation(({ input }) => item.parse(input)),
  })
}

describe('a mistake in the meta fails the registration', () => {
  it.each<[string, RestRoute, string, z.ZodType?]>([
    ['unknown path parameter', { method: 'PUT', path: '/{other}' }, 'path parameter {other} is neither'],
    ['optional path parameter', { method: 'PUT', path: '/{n}' }, 'path parameter {n} is an optional'],
    ['defaulted path parameter', { method: 'PUT', path: '/{at}' }, 'path parameter {at} is an optional'],
    ['repeated path parameter', { method: 'PUT', path: '/{id}/{id}' }, 'names {id} twice'],
    ['partial segment', { method: 'PUT', path: '/a-{id}' }, '"a-{id}" is neither'],
    ['wildcard', { method: 'PUT', path: '/*' }, '"*" is neither'],
    ['query in the path', { method: 'PUT', path: '/a?b' }, 'is neither'],
    ['empty segment', { method: 'PUT', path: '//a' }, '"" is neither'],
    ['ifMatch', { method: 'PUT', path: '/', ifMatch: 'version' }, 'ifMatch names "version"'],
    ['required ifMatch', { method: 'PUT', path: '/', ifMatch: 'id' }, 'must be optional'],
    ['etag', { method: 'PUT', path: '/', etag: 'version' }, 'etag names "version"'],
    ['location', { method: 'PUT', path: '/', location: '/{uid}' }, 'location names {uid}'],
    ['status', { method: 'PUT', path: '/', successStatus: 404 }, 'must be a 2xx'],
    ['mutation as GET', { method: 'GET', path: '/' }, 'must be safe'],
    ['scalar input', { method: 'PUT', path: '/' }, 'must be an object schema', z.string()],
    ['scalar union', { method: 'PUT', path: '/' }, 'must be an object schema', z.union([item, z.string()])],
  ])('%s', async (_, openapi, message, input) => {
    await expect(createApp(router(openapi, input))).rejects.toThrow(`@tandem/rest: it (${openapi.method} `)
    await expect(createApp(router(openapi, input))).rejects.toThrow(message)
  })

  it('checks names against the schema that an output parser names', async () => {
    const declared = { schema: item, parse: (value: z.infer<typeof item>) => value }
    const get = (etag: string) =>
      t.router({
        it: t.procedure
          .meta({ openapi: { method: 'GET', path: '/', etag } })
          .output(declared)
          .query(() => ({ id: 'a', at: 1 })),
      })
    expect(compileRoutes(get('at'))[0]?.output).toBe(item)
    await expect(createApp(get('version'))).rejects.toThrow('etag names "version"')
  })

  it('rejects duplicates and parsers that are no zod schemas', () => {
    const a = t.procedure
      .meta({ openapi: { method: 'GET', path: '/{id}' } })
      .input(item)
      .query(() => 1)
    const b = t.procedure.meta({ openapi: { method: 'GET', path: '/{other}' } })
    const other = z.object({ other: z.string() })
    expect(() => compileRoutes(t.router({ a, b: b.input(other).query(() => 1) }))).toThrow(
      'a has the same method',
    )
    const c = t.procedure.meta({ openapi: { method: 'PUT', path: '/', operationId: 'a' } }).query(() => 1)
    expect(() => compileRoutes(t.router({ a, c }))).toThrow('a has the same operationId')
    const custom = t.procedure
      .meta({ openapi: { method: 'GET', path: '/' } })
      .input((value: unknown) => value)
    expect(() => compileRoutes(t.router({ custom: custom.query(() => 1) }))).toThrow('must be a zod 4 schema')
  })
})

describe('a subscription', () => {
  const compile = (openapi: RestRoute) => {
    const live = t.procedure.meta({ openapi }).subscription(async function* () {
      yield 1
    })
    return compileRoutes(t.router({ live }))
  }
  const path = '/'

  it('is a GET', () => {
    expect(compile({ method: 'GET', path, event: item })).toMatchObject([
      { type: 'subscription', status: 200 },
    ])
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      expect(() => compile({ method, path })).toThrow(
        `@tandem/rest: live (${method} /): a subscription must be a GET`,
      )
    }
  })

  it.each<Partial<RestRoute>>([
    { successStatus: 200 },
    { etag: 'version' },
    { ifMatch: 'version' },
    { location: '/' },
    { links: () => ({}) },
    { contentTypes: ['application/json'] },
  ])('has no %o', (meta) => {
    expect(() => compile({ method: 'GET', path, ...meta })).toThrow(`has no ${Object.keys(meta)[0]}`)
  })

  it('is the only kind of procedure with events', () => {
    const query = t.procedure.meta({ openapi: { method: 'GET', path, event: item } }).query(() => 1)
    expect(() => compileRoutes(t.router({ query }))).toThrow('only a subscription has events')
  })

  it.each([
    ['heartbeatMs', 0],
    ['heartbeatMs', Number.NaN],
    ['stallMs', -1],
    ['stallMs', Number.POSITIVE_INFINITY],
  ])('is refused with an impossible time: %s %d', async (name, ms) => {
    await expect(createApp(t.router({}), { stream: { [name]: ms } })).rejects.toThrow(`stream.${name}`)
  })
})

it('a path parameter must be required in every branch, and in one of chained inputs', () => {
  const get = t.procedure.meta({ openapi: { method: 'GET', path: '/{id}' } })
  const other = z.object({ name: z.string() })
  const optional = z.object({ id: z.string().optional() })
  const compile = (procedure: AnyTRPCProcedure) => () => compileRoutes(t.router({ procedure }))
  expect(compile(get.input(z.union([item, other])).query(() => 1))).toThrow('{id} is an optional')
  expect(compile(get.input(z.union([other, item])).query(() => 1))).toThrow('{id} is an optional')
  expect(compile(get.input(z.union([item, item])).query(() => 1))).not.toThrow()
  expect(
    compile(
      get
        .input(optional)
        .input(item)
        .query(() => 1),
    ),
  ).not.toThrow()
  expect(compile(get.input(optional).query(() => 1))).toThrow('{id} is an optional')
})

it('leaves out procedures without meta and those that are disabled', () => {
  const routes = compileRoutes(
    t.router({
      plain: t.procedure.query(() => 1),
      off: t.procedure.meta({ openapi: { method: 'GET', path: '/off', enabled: false } }).query(() => 1),
      on: t.procedure.meta({ openapi: { method: 'GET', path: '/on' } }).query(() => 1),
    }),
  )
  expect(routes.map(({ operationId }) => operationId)).toEqual(['on'])
})

it('loads lazy routers', async () => {
  const inner = t.router({
    get: t.procedure.meta({ openapi: { method: 'GET', path: '/deep' } }).query(() => 'deep'),
  })
  const build = () => t.router({ outer: lazy(async () => t.router({ inner: lazy(async () => inner) })) })
  expect(() => compileRoutes(build())).toThrow('loadLazyRouters')
  const loaded = build()
  await loadLazyRouters(loaded)
  expect(compileRoutes(loaded).map(({ procedure }) => procedure)).toEqual(['outer.inner.get'])
  const app = await createApp(build())
  expect((await app.inject('/api/deep')).json()).toBe('deep')
})
