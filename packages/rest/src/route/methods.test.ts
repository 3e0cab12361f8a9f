import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { restPlugin } from '../plugin.ts'
import { createApp, createContext, t } from '../testing/test-app.ts'

const ok = (name: string) => () => ({ name })
const withId = z.object({ userId: z.string() })

const router = t.router({
  root: t.procedure.meta({ openapi: { method: 'GET', path: '/' } }).query(ok('root')),
  me: t.procedure.meta({ openapi: { method: 'GET', path: '/users/me' } }).query(ok('me')),
  remove: t.procedure
    .meta({ openapi: { method: 'DELETE', path: '/users/{userId}' } })
    .input(withId)
    .mutation(ok('remove')),
  list: t.procedure.meta({ openapi: { method: 'GET', path: '/{owner}/tasks' } }).query(ok('list')),
  create: t.procedure
    .meta({ openapi: { method: 'POST', path: '/{userId}/tasks' } })
    .input(withId)
    .mutation(ok('create')),
  date: t.procedure.meta({ openapi: { method: 'GET', path: '/date' } }).query(() => ({ at: new Date(0) })),
})
const options = { contextParams: ['owner'] }

describe('methods', () => {
  it.each([
    ['DELETE', '/api/users/me', 'GET, HEAD, OPTIONS'],
    ['GET', '/api/users/7', 'DELETE, OPTIONS'],
    ['HEAD', '/api/users/7', 'DELETE, OPTIONS'],
    ['PUT', '/api/7/tasks', 'GET, HEAD, POST, OPTIONS'],
    ['PATCH', '/api/7/tasks', 'GET, HEAD, POST, OPTIONS'],
    ['POST', '/api', 'GET, HEAD, OPTIONS'],
  ] as const)('%s %s is 405', async (method, url, allow) => {
    const app = await createApp(router, options)
    const res = await app.inject({ method, url, headers: { 'content-type': 'text/xml' }, payload: '<a/>' })
    expect([res.statusCode, res.headers.allow]).toEqual([405, allow])
    expect(res.headers['content-type']).toMatch('application/problem+json')
    if (method !== 'HEAD') expect(res.json()).toMatchObject({ status: 405, error: 'METHOD_NOT_ALLOWED' })
  })

  it('are answered with 405 if the path lacks them, whatever they are', async () => {
    const app = await createApp(router, options)
    for (const method of app.supportedMethods.filter((name) => !['GET', 'HEAD', 'OPTIONS'].includes(name))) {
      const res = await app.inject({ method: method as 'PUT', url: '/api/users/me' })
      expect([method, res.statusCode]).toEqual([method, 405])
    }
  })

  it('belong to the path, whatever its parameters are called', async () => {
    const get = t.procedure.meta({ openapi: { method: 'GET', path: '/things/{id}' } })
    const remove = t.procedure.meta({ openapi: { method: 'DELETE', path: '/things/{userId}' } })
    const things = t.router({
      get: get.input(z.object({ id: z.string() })).query(ok('get')),
      remove: remove.input(withId).mutation(ok('remove')),
    })
    const app = await createApp(things)
    for (const [method, status] of [
      ['GET', 200],
      ['HEAD', 200],
      ['DELETE', 200],
      ['PUT', 405],
    ] as const) {
      const res = await app.inject({ method, url: '/api/things/1' })
      expect([method, res.statusCode]).toEqual([method, status])
      if (status === 405) expect(res.headers.allow).toBe('GET, HEAD, DELETE, OPTIONS')
    }
  })

  it('are listed in Allow for OPTIONS', async () => {
    const app = await createApp(router, options)
    const res = await app.inject({ method: 'OPTIONS', url: '/api/7/tasks' })
    expect([res.statusCode, res.headers.allow, res.body]).toEqual([204, 'GET, HEAD, POST, OPTIONS', ''])
  })

  it('are not replaced where the application has routes', async () => {
    const app = fastify()
    app.put('/api/users/me', async () => 'own')
    app.register(restPlugin<typeof router>, { prefix: '/api', router, createContext, ...options })
    expect((await app.inject({ method: 'PUT', url: '/api/users/me' })).body).toBe('own')
    const res = await app.inject({ method: 'DELETE', url: '/api/users/me' })
    expect(res.headers.allow).toBe('GET, HEAD, PUT, OPTIONS')
    await app.close()
  })

  it('include HEAD, with the headers of GET', async () => {
    const app = await createApp(router, options)
    const [get, head] = [
      await app.inject('/api/date'),
      await app.inject({ method: 'HEAD', url: '/api/date' }),
    ]
    const { date: _, ...headers } = get.headers
    expect(head.headers).toMatchObject(headers)
    expect([head.statusCode, head.body]).toEqual([200, ''])
  })
})
