import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from '../openapi/document.ts'
import { createApp, guarded, t } from '../testing/test-app.ts'

const post = (path: `/${string}`) => t.procedure.meta({ openapi: { method: 'POST', path } })
const router = t.router({
  none: post('/none').mutation(() => 'done'),
  void: post('/void')
    .input(z.void())
    .mutation(({ input }) => String(input)),
  optional: post('/optional')
    .input(z.object({ a: z.int() }).optional())
    .mutation(({ input }) => input ?? 'nothing'),
  undefined: post('/undefined')
    .input(z.undefined())
    .mutation(({ input }) => String(input)),
  never: post('/never')
    .input(z.never())
    .mutation(({ input }) => String(input)),
  guarded: guarded
    .meta({ openapi: { method: 'POST', path: '/guarded' } })
    .input(z.never())
    .output(z.object({ caller: z.string() }))
    .mutation(({ ctx }) => ({ caller: ctx.token ?? 'nobody' })),
  look: t.procedure
    .meta({ openapi: { method: 'GET', path: '/look' } })
    .input(z.never())
    .query(({ input }) => String(input)),
  watch: t.procedure
    .meta({ openapi: { method: 'GET', path: '/watch' } })
    .input(z.never())
    .subscription(async function* ({ input }) {
      yield String(input)
    }),
})

it.each(['application/x-www-form-urlencoded', 'text/plain', 'application/json', 'application/octet-stream'])(
  'an action takes an empty body of any type: %s',
  async (type) => {
    const app = await createApp(router)
    for (const url of ['/api/none', '/api/void', '/api/optional']) {
      const headers = { 'content-type': type, 'content-length': '0' }
      expect([url, (await app.inject({ method: 'POST', url, headers })).statusCode]).toEqual([url, 200])
      const sent = await app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload: 'x' })
      expect(sent.statusCode).toBe(type === 'application/json' ? 400 : 415)
    }
  },
)

describe.each(['/void', '/undefined', '/never'])('no input, as in %s', (path) => {
  it('is an empty object, an empty body, or no body at all', async () => {
    const app = await createApp(router)
    const send = async (payload?: string | object, headers = {}) => {
      const res = await app.inject({
        method: 'POST',
        url: `/api${path}`,
        headers,
        ...(payload && { payload }),
      })
      return [res.statusCode, res.body]
    }
    const done = [200, '"undefined"']
    expect(await send()).toEqual(done)
    expect(await send({})).toEqual(done)
    expect(await send('', { 'content-type': 'application/json' })).toEqual(done)
  })

  it('has no fields', async () => {
    const app = await createApp(router)
    const send = (payload: object, query = '') =>
      app.inject({ method: 'POST', url: `/api${path}${query}`, payload })
    expect((await send({ a: 1 })).json().issues).toMatchObject([{ path: ['a'] }])
    expect((await send({}, '?b=1')).json().issues).toMatchObject([{ path: ['b'] }])
    expect((await send([])).statusCode).toBe(422)
  })

  it('is documented as no body', () => {
    const { paths } = openApiDocument(router, { title: 'x', version: '1' })
    expect(paths[path]?.post?.responses).toHaveProperty('200')
    expect(paths[path]?.post).not.toHaveProperty('requestBody')
  })
})

it('z.never() leaves the other steps of a procedure where they are', async () => {
  const app = await createApp(router)
  const send = (headers: Record<string, string>, payload: object) =>
    app.inject({ method: 'POST', url: '/api/guarded', headers, payload })
  expect((await send({}, { a: 1 })).statusCode).toBe(401)
  expect((await send({ authorization: 'me' }, { a: 1 })).statusCode).toBe(422)
  expect((await send({ authorization: 'me' }, {})).json()).toEqual({ caller: 'me' })
})

it('z.never() is the input of queries and subscriptions as well', async () => {
  const app = await createApp(router)
  expect((await app.inject('/api/look')).json()).toBe('undefined')
  expect((await app.inject('/api/look?a=1')).statusCode).toBe(422)
  expect((await app.inject('/api/watch')).body).toContain('data: "undefined"')
})

it('a path that is not there is 404 before its body is read', async () => {
  const app = await createApp(router)
  for (const payload of ['', '{"a":', 'x'.repeat(2_000_000)]) {
    const headers = { 'content-type': 'application/json' }
    const res = await app.inject({ method: 'POST', url: '/api/nothing', headers, payload })
    expect([res.statusCode, res.json().error]).toEqual([404, 'NOT_FOUND'])
  }
})
