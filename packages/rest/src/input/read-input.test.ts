import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createApp, guarded, t } from '../testing/test-app.ts'

const status = z.enum(['todo', 'done'])
const echo = ({ input }: { input: unknown }) => ({ input: input ?? null })
const body = z.object({
  id: z.int(),
  title: z.string(),
  at: z.date().optional(),
  tags: z.array(z.int()).optional(),
})
const shapes = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), value: z.number() }),
  z.object({ kind: z.literal('text'), value: z.string() }),
])
const ran = vi.fn()

const router = t.router({
  list: t.procedure
    .meta({ openapi: { method: 'GET', path: '/{id}/list' } })
    .input(
      z.object({
        id: z.int(),
        status: z.union([status, z.array(status)]).optional(),
        tag: z.array(z.string()).optional(),
        limit: z.int().max(100).default(20),
        q: z.string().optional(),
        done: z.boolean().optional(),
      }),
    )
    .query(echo),
  remove: t.procedure
    .meta({ openapi: { method: 'DELETE', path: '/{id}/list' } })
    .input(z.object({ id: z.int(), force: z.boolean().optional() }))
    .mutation(echo),
  create: t.procedure
    .meta({ openapi: { method: 'POST', path: '/{id}/list' } })
    .input(body)
    .mutation(echo),
  chained: t.procedure
    .meta({ openapi: { method: 'GET', path: '/chained' } })
    .input(z.object({ a: z.number() }))
    .input(z.object({ b: z.boolean() }))
    .query(echo),
  union: t.procedure
    .meta({ openapi: { method: 'GET', path: '/union' } })
    .input(shapes)
    .query(echo),
  bodyUnion: t.procedure
    .meta({ openapi: { method: 'POST', path: '/union' } })
    .input(shapes)
    .mutation(echo),
  loose: t.procedure
    .meta({ openapi: { method: 'GET', path: '/loose' } })
    .input(z.looseObject({ a: z.number() }))
    .query(echo),
  record: t.procedure
    .meta({ openapi: { method: 'GET', path: '/record' } })
    .input(z.record(z.string(), z.number()))
    .query(echo),
  maybe: t.procedure
    .meta({ openapi: { method: 'GET', path: '/maybe' } })
    .input(z.object({ a: z.number() }).optional())
    .query(echo),
  act: guarded
    .meta({ openapi: { method: 'POST', path: '/{id}/act' } })
    .input(z.object({ id: z.int() }))
    .mutation(echo),
  bare: t.procedure.meta({ openapi: { method: 'POST', path: '/bare' } }).mutation(() => {
    ran()
    return { ran: true }
  }),
  bareGet: t.procedure.meta({ openapi: { method: 'GET', path: '/bare' } }).query(() => ({ ran: true })),
  strict: t.procedure
    .meta({ openapi: { method: 'PATCH', path: '/{id}/strict' } })
    .input(z.strictObject({ id: z.int(), in: z.strictObject({}).optional() }))
    .mutation(echo),
  later: t.procedure
    .meta({ openapi: { method: 'POST', path: '/later' } })
    .input(z.object({ name: z.string().refine(async (name) => name !== 'taken', 'Taken') }))
    .mutation(echo),
})

const send = async (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  payload?: unknown,
  headers = {},
) => {
  const app = await createApp(router)
  const json = payload === undefined ? {} : { payload: JSON.stringify(payload) }
  const type = payload === undefined ? {} : { 'content-type': 'application/json' }
  const res = await app.inject({ method, url: `/api${url}`, headers: { ...type, ...headers }, ...json })
  return {
    status: res.statusCode,
    body: res.json<{ input?: unknown; error?: string; issues?: { path: unknown[]; message: string }[] }>(),
  }
}
const paths = (answer: Awaited<ReturnType<typeof send>>) =>
  answer.body.issues?.map(({ path }) => path.join('.'))

describe('query', () => {
  it.each([
    ['/1/list', { id: 1, limit: 20 }],
    [
      '/1/list?status=todo&tag=a&limit=5&q=5&done=true',
      { id: 1, status: 'todo', tag: ['a'], limit: 5, q: '5', done: true },
    ],
    [
      '/1/list?status=todo&status=done&tag=a&tag=b',
      { id: 1, limit: 20, status: ['todo', 'done'], tag: ['a', 'b'] },
    ],
    ['/1/list?q=', { id: 1, limit: 20, q: '' }],
    ['/1/list?q=a%20b+c', { id: 1, limit: 20, q: 'a b c' }],
    ['/chained?a=1&b=true', { a: 1, b: true }],
    ['/union?kind=number&value=5', { kind: 'number', value: 5 }],
    ['/union?kind=text&value=5', { kind: 'text', value: '5' }],
    ['/loose?a=1&other=x', { a: 1, other: 'x' }],
    ['/record?a=1&b=2', { a: 1, b: 2 }],
    ['/maybe', null],
    ['/maybe?a=1', { a: 1 }],
  ])('%s', async (url, input) => {
    expect(await send('GET', url)).toEqual({ status: 200, body: { input } })
  })

  it.each([
    ['/1/list?limit=x', ['limit']],
    ['/1/list?limit=', ['limit']],
    ['/1/list?limit=1000', ['limit']],
    ['/1/list?limit=1&limit=2', ['limit']],
    ['/1/list?status=todo&status=x', ['status.1']],
    ['/x/list', ['id']],
    ['/1/list?id=2', ['id']],
    ['/1/list?nope=1&also=2&limit=x', ['nope', 'also', 'limit']],
    ['/1/list?__proto__=1', ['__proto__']],
    ['/1/list?constructor=1&toString=2&hasOwnProperty=3', ['constructor', 'toString', 'hasOwnProperty']],
    ['/loose?a=1&__proto__=1&constructor=2', ['__proto__', 'constructor']],
    ['/record?a=x', ['a']],
    ['/union?kind=other', ['kind']],
    ['/union?kind=number&value=x', ['value']],
    ['/bare?x=1', ['x']],
    ['/maybe?a=x', ['a']],
  ])('%s is 422', async (url, expected) => {
    const answer = await send('GET', url)
    expect([answer.status, answer.body.error, paths(answer)]).toEqual([422, 'VALIDATION_ERROR', expected])
  })

  it.each(['/1/list?q=%', '/1/list?q=%E0%A4%A', '/1/list?%zz=1', '/bare?%ff'])('%s is 400', async (url) => {
    expect(await send('GET', url)).toMatchObject({ status: 400, body: { error: 'BAD_REQUEST' } })
  })

  it('says what was expected', async () => {
    expect((await send('GET', '/1/list?limit=1e999')).body.issues).toEqual([
      { path: ['limit'], message: 'Invalid input: expected number, received string' },
    ])
    expect((await send('GET', '/1/list?nope=1')).body.issues).toEqual([
      { path: ['nope'], message: 'Unrecognized query parameter: "nope"' },
    ])
  })

  it('does not reach the prototype', async () => {
    await send('GET', '/loose?a=1&__proto__=polluted')
    expect(Object.prototype).not.toHaveProperty('polluted')
  })
})

describe('body', () => {
  it('becomes the input, together with the path', async () => {
    const input = { title: 'a', at: '2026-01-01T00:00:00.000Z', tags: [1] }
    expect(await send('POST', '/1/list', input)).toEqual({
      status: 200,
      body: { input: { id: 1, ...input } },
    })
    expect(await send('POST', '/union', { kind: 'text', value: '5' })).toMatchObject({ status: 200 })
  })

  it.each<[string, unknown, string[]]>([
    ['unknown keys', { title: 'a', nope: 1, also: 2 }, ['nope', 'also']],
    ['a path parameter', { title: 'a', id: 1 }, ['id']],
    ['text for a number', { title: 'a', tags: ['1'] }, ['tags.0']],
    ['a value for an array', { title: 'a', tags: 1 }, ['tags']],
    ['everything at once', { nope: 1, title: 1 }, ['nope', 'title']],
    ['an array', [], ['']],
    ['null', null, ['']],
    ['a string', 'a', ['']],
    ['inherited names', { title: 'a', toString: 1, constructor: 2 }, ['toString', 'constructor']],
  ])('refuses %s', async (_, payload, expected) => {
    const answer = await send('POST', '/1/list', payload)
    expect([answer.status, answer.body.error, paths(answer)]).toEqual([422, 'VALIDATION_ERROR', expected])
  })

  it('refuses a query beside it', async () => {
    const answer = await send('POST', '/1/list?title=b', { title: 'a' })
    expect([answer.status, paths(answer)]).toEqual([422, ['title']])
  })

  it('reports a strict schema once', async () => {
    expect(paths(await send('PATCH', '/1/strict', { x: 1, in: { y: 1 } }))).toEqual(['x', 'in.y'])
  })

  it('reports the missing fields of a missing body', async () => {
    expect(paths(await send('POST', '/1/list'))).toEqual(['title'])
    expect(paths(await send('POST', '/1/list?x=1'))).toEqual(['x', 'title'])
  })

  it('runs asynchronous checks', async () => {
    expect(paths(await send('POST', '/later?x=1', { name: 'taken' }))).toEqual(['x', 'name'])
    expect((await send('POST', '/later', { name: 'free' })).status).toBe(200)
  })

  it.each([
    ['POST', '/bare'],
    ['DELETE', '/1/list'],
  ] as const)('may be empty: %s %s', async (method, url) => {
    expect((await send(method, url)).status).toBe(200)
    expect((await send(method, url, {})).status).toBe(200)
    expect((await send(method, url, undefined, { 'content-type': 'application/json' })).status).toBe(200)
    const answer = await send(method, url, { x: 1 })
    expect([answer.status, paths(answer)]).toEqual([422, ['x']])
  })

  it('is checked before a procedure without input runs', async () => {
    ran.mockClear()
    await send('POST', '/bare', { x: 1 })
    await send('POST', '/bare?x=1')
    expect(ran).not.toHaveBeenCalled()
  })

  it.each(['/bare', '/1/list'])('is refused on GET %s', async (url) => {
    const answer = await send('GET', url, { a: 1 })
    expect([answer.status, answer.body.issues?.[0]?.message]).toEqual([422, 'A GET request takes no body'])
  })

  it('cannot set a query field of a DELETE', async () => {
    expect(paths(await send('DELETE', '/1/list', { force: true }))).toEqual(['force'])
    expect(await send('DELETE', '/1/list?force=true')).toMatchObject({
      body: { input: { id: 1, force: true } },
    })
  })
})

it('checks guards before the input', async () => {
  expect((await send('POST', '/x/act?y=1', { z: 1 })).status).toBe(401)
  expect((await send('POST', '/x/act?y=%', [])).status).toBe(401)
  const answer = await send('POST', '/x/act?y=1', { z: 1 }, { authorization: 'x' })
  expect([answer.status, paths(answer)]).toEqual([422, ['y', 'z', 'id']])
})
