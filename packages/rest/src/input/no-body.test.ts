import { expect, it } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from '../openapi/document.ts'
import { createApp, t } from '../testing/test-app.ts'

const post = (path: `/${string}`) => t.procedure.meta({ openapi: { method: 'POST', path } })
const router = t.router({
  none: post('/none').mutation(() => 'done'),
  void: post('/void')
    .input(z.void())
    .mutation(({ input }) => String(input)),
  optional: post('/optional')
    .input(z.object({ a: z.int() }).optional())
    .mutation(({ input }) => input ?? 'nothing'),
  never: post('/never')
    .input(z.never())
    .mutation(() => 'done'),
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

it('z.void() takes an empty object as no input, and refuses the fields of another', async () => {
  const app = await createApp(router)
  const send = (payload: object) => app.inject({ method: 'POST', url: '/api/void', payload })
  expect((await send({})).json()).toBe('undefined')
  expect((await send({ a: 1 })).json().issues).toMatchObject([{ path: ['a'] }])
  expect((await send([])).statusCode).toBe(422)
})

it('z.never() is registered and documented without a body', async () => {
  await createApp(router)
  const { paths } = openApiDocument(router, { title: 'x', version: '1' })
  expect(paths['/never']?.post).not.toHaveProperty('requestBody')
  expect(paths['/void']?.post).not.toHaveProperty('requestBody')
})

it('a path that is not there is 404 before its body is read', async () => {
  const app = await createApp(router)
  for (const payload of ['', '{"a":', 'x'.repeat(2_000_000)]) {
    const headers = { 'content-type': 'application/json' }
    const res = await app.inject({ method: 'POST', url: '/api/nothing', headers, payload })
    expect([res.statusCode, res.json().error]).toEqual([404, 'NOT_FOUND'])
  }
})
