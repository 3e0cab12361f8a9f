import type { InjectOptions } from 'fastify'
import { expect, inject, it } from 'vitest'
import { z } from 'zod'
import { createApp, t } from './testing/test-app.ts'

interface Tree {
  children?: Tree[] | undefined
  at?: Date | undefined
}
const tree: z.ZodType<Tree> = z.lazy(() =>
  z.object({ children: z.array(tree).optional(), at: z.date().optional() }),
)
const every = {
  text: z.string().max(100).optional(),
  number: z.number().optional(),
  int: z.coerce.number().int().optional(),
  big: z.bigint().optional(),
  flag: z.boolean().optional(),
  at: z.date().optional(),
  kind: z.enum(['a', 'b']).optional(),
  list: z.union([z.number(), z.array(z.number())]).optional(),
  set: z.set(z.int()).optional(),
  pair: z.tuple([z.string(), z.number()]).optional(),
  map: z.record(z.string(), z.number()).optional(),
  any: z.unknown(),
}
// The value itself may be a `File`, which is no JSON.
const show = (input: unknown) => ({ keys: Object.keys(Object(input)), any: `${typeof Object(input).any}` })
const links = () => ({ next: { cursor: 'x' } })

const router = t.router({
  get: t.procedure
    .meta({ openapi: { method: 'GET', path: '/{id}/get', links } })
    .input(z.object({ ...every, id: z.string() }))
    .query(({ input }) => show(input)),
  loose: t.procedure
    .meta({ openapi: { method: 'GET', path: '/loose' } })
    .input(z.looseObject({}))
    .query(({ input }) => input),
  post: t.procedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/{id}/post',
        ifMatch: 'version',
        contentTypes: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
        location: '/{id}',
      },
    })
    .input(
      z.looseObject({
        ...every,
        tree: tree.optional(),
        id: z.string(),
        version: z.union([z.int(), z.array(z.int())]).optional(),
      }),
    )
    .mutation(({ input }) => show(input)),
  remove: t.procedure
    .meta({ openapi: { method: 'DELETE', path: '/{id}/post' } })
    .input(z.object({ id: z.int() }))
    .mutation(show),
})

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth)
const texts = [
  '',
  ' ',
  '\0',
  '%',
  '%%',
  '%zz',
  '%00',
  '%ff',
  '%C0%80',
  '%ED%A0%80',
  '+',
  '&',
  '=',
  '==',
  '&&==',
  '[]',
  '{}',
  'null',
  'NaN',
  '1e999',
  '-0',
  '0x10',
  '9'.repeat(5000),
  '-',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__proto__[x]',
  'a.b',
  'a[0]',
  '../..',
  '%2e%2e%2f',
  "';--",
  '<script>',
  '"',
  '\\',
  '%0d%0aX-Evil:%201',
  '%F0%9F%92%A9',
  'é',
  '2026-13-45',
  '0000-00-00',
  'true',
  'x'.repeat(8000),
]
const names = [
  ...Object.keys(every),
  'tree',
  '__proto__',
  'constructor',
  'toString',
  'then',
  'length',
  'nope',
  '',
]
const bodies = [
  ...texts,
  nested('[', ']', 100_000),
  nested('{"a":', '}', 1000),
  `{"any":${nested('[', ']', 400)}}`,
  `{"tree":${'{"children":['.repeat(200)}${']}'.repeat(200)}}`,
  '[]',
  '"x"',
  '1',
  'true',
  '{"__proto__":1}',
  '{"any":{"__proto__":{"x":1}}}',
  '{"constructor":{"prototype":1}}',
  '{"toString":1,"valueOf":2,"hasOwnProperty":3,"then":4}',
  '{"any":"\\u0000\\ud800"}',
  '{"number":1e999}',
  '{"list":[null]}',
  '{"set":[1,"x"],"big":"1","at":"x","pair":[],"map":{"toJSON":1}}',
  '{"big":1e300}',
  '{"at":{}}',
  '\ufeff{}',
  '{"a":1,"a":2}',
  '--x',
  '--x--',
  '--x\r\n\r\n--x--',
  '--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x--\r\n',
  '--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n',
  '--x\r\nContent-Disposition: form-data; name="\r\n\r\n',
  '--x\r\n'.repeat(1000),
  '--x\r\nContent-Disposition: form-data; name="any"; filename="a"\r\nContent-Type: \0\r\n\r\n\0\r\n--x--\r\n',
]
const contentTypes = [
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'multipart/form-data; boundary="',
  'multipart/form-data; boundary=',
  'application/json; charset=',
  'application/json;;;',
  ';',
  'x',
  '*/*',
  'text/plain',
  '',
]
const headers = [
  '',
  '*',
  '"',
  '""',
  'W/',
  'W/"1"',
  '"1"',
  '"9'.repeat(50),
  '"1",'.repeat(500),
  `"${'9'.repeat(3000)}"`,
  ',,,,',
  '"%"',
  '\xff',
  '"\xff"',
]

it('answers no request with a 5xx', async () => {
  const errors: unknown[] = []
  const app = await createApp(
    router,
    { onError: ({ error }) => errors.push(error) },
    { exposeHeadRoutes: true },
  )
  const requests: (InjectOptions & { url: string })[] = []
  for (const text of texts) {
    requests.push({ method: 'GET', url: `/api/${text}/get` })
    for (const name of names) {
      requests.push({ method: 'GET', url: `/api/1/get?${name}=${text}` })
      requests.push({ method: 'GET', url: `/api/1/get?${name}=${text}&${name}=${text}&${text}` })
    }
    requests.push({ method: 'GET', url: `/api/loose?${text}=${text}&${text}` })
    requests.push(
      { method: 'HEAD', url: `/api/1/get?${text}` },
      { method: 'DELETE', url: `/api/${text}/post?${text}` },
    )
  }
  for (const payload of bodies) {
    for (const type of contentTypes) {
      const sent = { 'content-type': type }
      requests.push({ method: 'POST', url: '/api/1/post', headers: sent, payload })
      requests.push({ method: 'DELETE', url: '/api/1/post', headers: sent, payload })
    }
    for (const text of ['any', 'tree', 'list', '__proto__']) {
      const part = `--x\r\nContent-Disposition: form-data; name="${text}"\r\n\r\n${payload}\r\n--x--\r\n`
      const sent = { 'content-type': 'multipart/form-data; boundary=x' }
      requests.push({ method: 'POST', url: '/api/1/post', headers: sent, payload: part })
    }
    requests.push(
      { method: 'GET', url: '/api/1/get', payload },
      { method: 'PUT', url: '/api/1/get', payload },
    )
  }
  for (const value of headers) {
    const sent = { 'if-match': value, 'if-none-match': value, 'content-type': 'application/json' }
    requests.push({ method: 'GET', url: '/api/1/get', headers: sent })
    requests.push({ method: 'POST', url: '/api/1/post', headers: sent, payload: '{}' })
  }
  expect(requests.length).toBeGreaterThan(2000)
  for (let i = 0; i < requests.length; i += inject('oneIn')) {
    const request = requests[i] ?? expect.fail()
    const url = request.url.replace(/[\0-\x20\x7f-\uffff]/g, encodeURIComponent)
    const res = await app.inject({ ...request, url })
    if (res.statusCode >= 500) {
      expect.fail(`${res.statusCode} for ${JSON.stringify(request).slice(0, 500)}: ${errors.at(-1)}`)
    }
    expect(Object.keys(Object.prototype)).toEqual([])
  }
})
