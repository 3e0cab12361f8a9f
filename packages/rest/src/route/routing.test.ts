import { TRPCError } from '@trpc/server'
import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { restPlugin } from '../plugin.ts'
import { createApp, createContext, guarded, t } from '../testing/test-app.ts'

const ok = (name: string) => () => ({ name })
const withId = z.object({ userId: z.string() })

const router = t.router({
  root: t.procedure.meta({ openapi: { method: 'GET', path: '/' } }).query(ok('root')),
  me: t.procedure.meta({ openapi: { method: 'GET', path: '/users/me' } }).query(ok('me')),
  remove: t.procedure
    .meta({ openapi: { method: 'DELETE', path: '/users/{userId}', successStatus: 204 } })
    .input(withId)
    .mutation(ok('remove')),
  tasks: t.router({
    list: guarded
      .meta({ openapi: { method: 'GET', path: '/{owner}/tasks' } })
      .query(({ ctx }) => ({ name: 'list', ...ctx.pathParams })),
    create: t.procedure
      .meta({ openapi: { method: 'POST', path: '/{userId}/tasks', successStatus: 201 } })
      .input(withId)
      .mutation(({ input }) => ({ name: 'create', ...input })),
  }),
  act: t.procedure.meta({ openapi: { method: 'POST', path: '/tasks:act' } }).mutation(ok('act')),
  nothing: t.procedure.meta({ openapi: { method: 'GET', path: '/nothing' } }).query(() => undefined),
  none: t.procedure
    .meta({ openapi: { method: 'POST', path: '/void' } })
    .output(z.void())
    .mutation(() => undefined),
  accepted: t.procedure
    .meta({ openapi: { method: 'POST', path: '/accepted', successStatus: 202 } })
    .output(z.void())
    .mutation(() => undefined),
  date: t.procedure
    .meta({ openapi: { method: 'GET', path: '/date' } })
    .query(() => ({ at: new Date(0), no: undefined })),
  fails: t.procedure.meta({ openapi: { method: 'GET', path: '/fails' } }).query(() => {
    throw new Error('secret')
  }),
  wrong: t.procedure
    .meta({ openapi: { method: 'GET', path: '/wrong' } })
    .output(z.object({ secret: z.string() }))
    .query(() => ({ secret: 1 }) as unknown as { secret: string }),
  gone: t.procedure.meta({ openapi: { method: 'GET', path: '/gone' } }).query(() => {
    throw new TRPCError({ code: 'NOT_FOUND', message: 'Gone' })
  }),
})
const options = { contextParams: ['owner'] }

describe('routes', () => {
  it('are real routes with the prefix, statuses and parameters', async () => {
    const app = await createApp(router, options)
    expect((await app.inject('/api')).json()).toEqual({ name: 'root' })
    expect((await app.inject('/api/users/me')).json()).toEqual({ name: 'me' })
    const removed = await app.inject({ method: 'DELETE', url: '/api/users/7' })
    expect([removed.statusCode, removed.body, removed.headers['content-type']]).toEqual([204, '', undefined])
    const created = await app.inject({ method: 'POST', url: '/api/a%20b/tasks' })
    expect([created.statusCode, created.json()]).toEqual([201, { name: 'create', userId: 'a b' }])
    const listed = await app.inject({ url: '/api/7/tasks', headers: { authorization: 'x' } })
    expect(listed.json()).toEqual({ name: 'list', owner: '7' })
    expect((await app.inject({ method: 'POST', url: '/api/tasks:act' })).json()).toEqual({ name: 'act' })
    expect((await app.inject({ method: 'POST', url: '/api/tasksNow' })).statusCode).toBe(404)
  })

  it('work without a prefix', async () => {
    const app = fastify()
    app.register(restPlugin<typeof router>, { router, createContext, ...options })
    expect((await app.inject('/users/me')).json()).toEqual({ name: 'me' })
    expect((await app.inject('/unknown')).json()).toHaveProperty('statusCode', 404)
    await app.close()
  })

  it('answer plain JSON', async () => {
    const app = await createApp(router, options)
    const nothing = await app.inject('/api/nothing')
    expect([nothing.statusCode, nothing.body]).toEqual([200, 'null'])
    expect(nothing.headers['content-type']).toBe('application/json; charset=utf-8')
    expect((await app.inject({ method: 'POST', url: '/api/void' })).statusCode).toBe(204)
    const accepted = await app.inject({ method: 'POST', url: '/api/accepted' })
    expect([accepted.statusCode, accepted.body, accepted.headers['content-type']]).toEqual([
      202,
      '',
      undefined,
    ])
    expect((await app.inject('/api/date')).json()).toEqual({ at: '1970-01-01T00:00:00.000Z' })
  })

  it('tell hooks which procedure they serve, and leave other scopes alone', async () => {
    const app = fastify()
    const seen: unknown[] = []
    app.addHook('onRequest', async (req) => {
      seen.push(req.routeOptions.config.procedure)
    })
    app.register(restPlugin<typeof router>, { prefix: '/api', router, createContext, ...options })
    app.post('/own', async (req) => req.body)
    expect((await app.inject({ method: 'POST', url: '/own', body: { a: 1 } })).json()).toEqual({ a: 1 })
    await app.inject('/api/users/me')
    await app.inject({ method: 'HEAD', url: '/api/users/me' })
    await app.inject({ method: 'PUT', url: '/api/users/me' })
    expect(seen).toEqual([undefined, 'me', 'me', undefined])
    await app.close()
  })
})

describe('errors', () => {
  it('are problem details', async () => {
    const app = await createApp(router, options)
    const res = await app.inject('/api/gone')
    expect(res.headers['content-type']).toMatch('application/problem+json')
    expect(res.json()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      error: 'NOT_FOUND',
      message: 'Gone',
      requestId: expect.any(String),
    })
    expect((await app.inject('/api/un/known/path')).json()).toMatchObject({ status: 404, error: 'NOT_FOUND' })
  })

  it.each(['/api/fails', '/api/wrong'])('say nothing of the cause: %s', async (url) => {
    const app = await createApp(router, options)
    const res = await app.inject(url)
    expect(res.statusCode).toBe(500)
    expect(res.body).not.toMatch(/secret|issues/)
  })

  it('are reported to onError and formatted by formatError', async () => {
    const seen: unknown[] = []
    const app = await createApp(router, {
      ...options,
      onError: ({ error, procedure }) => seen.push([error.code, error.cause?.message, procedure]),
      formatError: (error, { route, procedure }) => ({
        status: 418,
        body: { code: error.code, path: route?.path, procedure },
        headers: { 'content-type': 'application/json', 'x-own': 'yes' },
      }),
    })
    const res = await app.inject('/api/fails')
    expect(res.statusCode).toBe(418)
    expect(res.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-own': 'yes',
    })
    expect(res.json()).toEqual({ code: 'INTERNAL_SERVER_ERROR', path: '/fails', procedure: 'fails' })
    await app.inject({ method: 'PUT', url: '/api/fails' })
    expect(seen).toEqual([
      ['INTERNAL_SERVER_ERROR', 'secret', 'fails'],
      ['METHOD_NOT_SUPPORTED', undefined, undefined],
    ])
  })

  it('have WWW-Authenticate: Bearer with 401, unless formatError sets another', async () => {
    const app = await createApp(router, options)
    expect((await app.inject('/api/7/tasks')).headers['www-authenticate']).toBe('Bearer')
    const headers = { 'WWW-Authenticate': 'Basic' }
    const own = await createApp(router, {
      ...options,
      formatError: () => ({ status: 401, body: {}, headers }),
    })
    expect((await own.inject('/api/7/tasks')).headers['www-authenticate']).toBe('Basic')
  })

  it('may come from the context and from hooks', async () => {
    const app = await createApp(router, {
      ...options,
      createContext: () => {
        throw new TRPCError({ code: 'FORBIDDEN', message: 'No' })
      },
    })
    expect((await app.inject('/api/users/me')).json()).toMatchObject({ status: 403, message: 'No' })
    const hooked = fastify()
    hooked.addHook('onRequest', async () => {
      throw Object.assign(new Error('Slow down'), { statusCode: 429 })
    })
    hooked.register(restPlugin<typeof router>, { prefix: '/api', router, createContext, ...options })
    expect((await hooked.inject('/api/users/me')).json()).toMatchObject({
      status: 429,
      error: 'RATE_LIMITED',
    })
    await hooked.close()
  })
})
