import { expect, it } from 'vitest'
import { z } from 'zod'
import { createApp, t } from '../testing/test-app.ts'

const email = z.object({ kind: z.literal('email'), address: z.string() })
const phone = z.object({ kind: z.literal('phone'), number: z.string(), extension: z.int().optional() })
const both = z.discriminatedUnion('kind', [email, phone])
const post = (path: `/${string}`) => t.procedure.meta({ openapi: { method: 'POST', path } })

const router = t.router({
  union: post('/union')
    .input(both)
    .mutation(({ input }) => input),
  plain: post('/plain')
    .input(z.union([z.object({ a: z.int() }), z.object({ b: z.int() })]))
    .mutation(({ input }) => input),
  inside: post('/inside')
    .input(z.intersection(both, z.object({ id: z.string() })).optional())
    .mutation(({ input }) => input),
  chained: post('/chained')
    .input(both)
    .input(z.object({ number: z.string().optional() }))
    .mutation(({ input }) => input),
  loose: post('/loose')
    .input(z.union([z.looseObject({ a: z.int() }), z.object({ b: z.int() })]))
    .mutation(({ input }) => input),
  query: t.procedure
    .meta({ openapi: { method: 'GET', path: '/query' } })
    .input(both)
    .query(({ input }) => input),
})

const stray = (what: string, ...names: string[]) =>
  names.map((name) => ({ path: [name], message: `Unrecognized ${what}: "${name}"` }))

it.each([
  ['/union', { kind: 'email', address: 'a', number: '1', extension: 2 }, ['number', 'extension']],
  ['/plain', { a: 1, b: 2 }, ['b']],
  ['/inside', { id: '1', kind: 'email', address: 'a', number: '1' }, ['number']],
])(
  'refuses by name the fields of another branch than the one that is taken: %s %j',
  async (path, payload, names) => {
    const app = await createApp(router)
    const res = await app.inject({ method: 'POST', url: `/api${path}`, payload })
    expect([res.statusCode, res.json().issues]).toEqual([422, stray('body field', ...names)])
  },
)

it('does so in a query', async () => {
  const app = await createApp(router)
  const res = await app.inject('/api/query?kind=phone&number=1&address=a')
  expect(res.json().issues).toEqual(stray('query parameter', 'address'))
})

it.each([
  ['/union', { kind: 'phone', number: '1', extension: 2 }],
  ['/inside', { id: '1', kind: 'phone', number: '1' }],
  ['/chained', { kind: 'email', address: 'a', number: '1' }],
  ['/loose', { a: 1, b: 2 }],
])(
  'takes the fields of the branch, of every chained input, and of one that takes any: %s %j',
  async (path, payload) => {
    const app = await createApp(router)
    const res = await app.inject({ method: 'POST', url: `/api${path}`, payload })
    expect([res.statusCode, res.json()]).toEqual([200, payload])
  },
)

it('leaves an input that fits no branch to zod', async () => {
  const app = await createApp(router)
  const payload = { kind: 'email', number: '1' }
  const res = await app.inject({ method: 'POST', url: '/api/union', payload })
  expect(res.json().issues).toMatchObject([{ path: ['address'] }])
})
