import { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createApp, guarded, t } from '../testing/test-app.ts'

const versions = z.union([z.int(), z.array(z.int())]).optional()
const item = z.object({ id: z.string(), version: z.int() })
const path = '/items/{id}'
const current = 7

const update = guarded
  .meta({ openapi: { method: 'PUT', path, etag: 'version', ifMatch: 'ifVersion' } })
  .input(z.object({ id: z.string(), ifVersion: versions }))
  .output(item.extend({ given: versions }))
  .mutation(({ input }) => {
    const given = input.ifVersion
    if (given !== undefined && ![given].flat().includes(current))
      throw new TRPCError({ code: 'PRECONDITION_FAILED' })
    return { id: input.id, version: current + 1, given }
  })

const router = t.router({
  get: t.procedure
    .meta({ openapi: { method: 'GET', path, etag: 'version' } })
    .input(z.object({ id: z.string() }))
    .output(item)
    .query(({ input }) => ({ id: input.id, version: current })),
  update,
  list: t.procedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/items',
        links: ({ output }) => ({
          first: { cursor: null },
          next: { cursor: `${JSON.stringify(output)}`, n: 2 },
        }),
      },
    })
    .input(z.object({ cursor: z.string().optional(), q: z.string().optional(), n: z.int().optional() }))
    .query(({ input }) => [input.q ?? '']),
  create: t.procedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/{owner}/items',
        successStatus: 201,
        etag: 'version',
        location: '/{owner}/items/{id}',
      },
    })
    .input(z.object({ owner: z.string(), id: z.string().nullable() }))
    .output(z.object({ id: z.string().nullable(), version: z.int().nullable() }))
    .mutation(({ input }) => ({ id: input.id, version: input.id === null ? null : 1 })),
  single: t.procedure
    .meta({ openapi: { method: 'PATCH', path, ifMatch: 'version' } })
    .input(z.object({ id: z.string(), version: z.string().optional() }))
    .mutation(({ input }) => input),
  filled: t.procedure
    .meta({ openapi: { method: 'POST', path, ifMatch: 'version' } })
    .input(z.object({ id: z.string(), version: z.array(z.int()).min(1).optional() }))
    .mutation(({ input }) => input),
  remove: t.procedure
    .meta({ openapi: { method: 'DELETE', path } })
    .input(z.object({ id: z.string() }))
    .mutation(() => ({})),
})

type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
const send = async (method: Method, url: string, headers: Record<string, string> = {}, payload?: object) => {
  const app = await createApp(router)
  const body = payload ? { payload } : {}
  return app.inject({ method, url: `/api${url}`, headers: { authorization: 'x', ...headers }, ...body })
}

describe('If-None-Match', () => {
  it.each([
    ['"7"', 304],
    ['W/"7"', 304],
    ['"6", W/"7"', 304],
    ['*', 304],
    ['"6"', 200],
    ['7', 200],
    ['', 200],
  ])('%s', async (header, status) => {
    for (const method of ['GET', 'HEAD'] as const) {
      const res = await send(method, '/items/1', { 'if-none-match': header })
      expect([res.statusCode, res.headers.etag]).toEqual([status, '"7"'])
      if (status === 304) expect([res.body, res.headers['content-type']]).toEqual(['', undefined])
    }
  })

  it('compares the content where there is no version', async () => {
    const first = await send('GET', '/items')
    const etag = String(first.headers.etag)
    expect(etag).toMatch(/^W\/"[\w-]{27}"$/)
    expect((await send('GET', '/items', { 'if-none-match': etag })).statusCode).toBe(304)
    expect((await send('GET', '/items?q=other', { 'if-none-match': etag })).statusCode).toBe(200)
  })
})

describe('If-Match', () => {
  it.each<[string | undefined, number, unknown?]>([
    [undefined, 200, undefined],
    ['*', 200, undefined],
    ['"7"', 200, [7]],
    ['"6", "7"', 200, [6, 7]],
    ['"x", "7", W/"8"', 200, [7]],
    ['"6"', 412],
    ['W/"7"', 412],
    ['"07"', 412],
    ['"7.0"', 412],
    ['"7e0"', 412],
    ['""', 412],
    ['"x"', 412],
    ['7', 400],
    ['"7', 400],
    ['', 400],
    ['"7" "8"', 400],
  ])('%s', async (header, status, given) => {
    const res = await send('PUT', '/items/1', header === undefined ? {} : { 'if-match': header })
    expect(res.statusCode).toBe(status)
    if (status === 200) expect([res.headers.etag, res.json().given]).toEqual(['"8"', given])
    else expect(res.headers.etag).toBeUndefined()
  })

  it('is checked after the guards', async () => {
    const app = await createApp(router)
    const res = await app.inject({ method: 'PUT', url: '/api/items/1', headers: { 'if-match': 'x' } })
    expect(res.statusCode).toBe(401)
  })

  it('is the only way to set its field', async () => {
    const body = await send('PUT', '/items/1', {}, { ifVersion: 7 })
    expect([body.statusCode, body.json().issues[0].path]).toEqual([422, ['ifVersion']])
    expect((await send('PUT', '/items/1?ifVersion=7')).statusCode).toBe(422)
  })

  it('becomes one value where the schema accepts one', async () => {
    expect((await send('PATCH', '/items/1', { 'if-match': '"a%20b"' })).json()).toEqual({
      id: '1',
      version: 'a b',
    })
    expect((await send('PATCH', '/items/1', { 'if-match': '"a", "b"' })).statusCode).toBe(400)
    expect((await send('PATCH', '/items/1', { 'if-match': 'W/"a"' })).statusCode).toBe(412)
    expect((await send('POST', '/items/1', { 'if-match': '"a"' })).statusCode).toBe(412)
    expect((await send('POST', '/items/1', { 'if-match': '"1"' })).json()).toEqual({ id: '1', version: [1] })
  })

  it.each([
    ['GET', '/items/1', '"7"', 200],
    ['GET', '/items/1', '*', 200],
    ['GET', '/items/1', '"6"', 412],
    ['GET', '/items/1', 'W/"7"', 412],
    ['GET', '/items', '"7"', 412],
    ['GET', '/items/1', 'x', 400],
    ['DELETE', '/items/1', '"7"', 412],
    ['DELETE', '/items/1', '*', 200],
  ] as const)('is never ignored: %s %s %s', async (method, url, header, status) => {
    const res = await send(method, url, { 'if-match': header })
    expect(res.statusCode).toBe(status)
    if (status !== 200) expect(res.headers.etag).toBeUndefined()
  })
})

describe('created resources', () => {
  it('have a location and an entity tag', async () => {
    const res = await send('POST', '/me/items', {}, { id: 'a/b\r\nX: y' })
    expect(res.headers).toMatchObject({ location: '/api/me/items/a%2Fb%0D%0AX%3A%20y', etag: '"1"' })
  })

  it('have neither when the output lacks the fields', async () => {
    const res = await send('POST', '/me/items', {}, { id: null })
    expect([res.statusCode, res.headers.location, res.headers.etag]).toEqual([201, undefined, undefined])
  })
})

it('sends links that change the query of the request', async () => {
  const res = await send('GET', '/items?q=a%3Eb&cursor=old')
  expect(res.headers.link).toBe(
    '</api/items?q=a%3Eb>; rel="first", </api/items?q=a%3Eb&cursor=%5B%22a%3Eb%22%5D&n=2>; rel="next"',
  )
  expect((await send('GET', '/items?%63ursor=x&q=%23a')).headers.link).toMatch(
    '</api/items?q=%23a>; rel="first"',
  )
  expect((await send('GET', '/items')).headers.link).toMatch('</api/items>; rel="first"')
})
