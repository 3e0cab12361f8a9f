import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createApp, t } from '../testing/test-app.ts'

const filter = z.object({
  a: z.number().optional(),
  tags: z.array(z.string()).optional(),
  on: z.boolean().optional(),
})
const fields = {
  filter: filter.optional(),
  counts: z.record(z.string(), z.int()).optional(),
  tag: z.array(z.string()).optional(),
  either: z.union([z.string(), filter]).optional(),
  q: z.string().optional(),
}
const show = ({ input }: { input: unknown }) => ({ input })
const router = t.router({
  list: t.procedure
    .meta({ openapi: { method: 'GET', path: '/list' } })
    .input(z.object(fields))
    .query(show),
  send: t.procedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/send',
        contentTypes: ['application/json', 'application/x-www-form-urlencoded'],
      },
    })
    .input(z.object(fields))
    .mutation(show),
})

const query = async (text: string) => (await createApp(router)).inject(`/api/list?${text}`)

describe('names with brackets', () => {
  it.each([
    ['filter[a]=1', { filter: { a: 1 } }],
    ['filter%5Ba%5D=1&filter%5Bon%5D=false', { filter: { a: 1, on: false } }],
    ['filter[tags]=x', { filter: { tags: ['x'] } }],
    ['filter[tags]=x&filter[tags][]=y', { filter: { tags: ['x', 'y'] } }],
    ['counts[any]=1&counts[other]=2', { counts: { any: 1, other: 2 } }],
    ['counts[any]=1&counts[toString]=2', { counts: { any: 1, toString: 2 } }],
    ['tag[]=a', { tag: ['a'] }],
    ['tag[]=a&tag[]=b', { tag: ['a', 'b'] }],
    ['tag[]=a&tag=b', { tag: ['a', 'b'] }],
    ['tag=a&tag[]=b', { tag: ['a', 'b'] }],
    ['either=x', { either: 'x' }],
    ['either[a]=1', { either: { a: 1 } }],
  ])('%s', async (text, input) => {
    const answer = await query(text)
    expect([answer.statusCode, answer.json()]).toEqual([200, { input }])
  })

  it.each([
    ['filter[a]=x', [['filter', 'a']]],
    ['filter[b]=1', [['filter[b]']]],
    ['filter[]=1', [['filter[]']]],
    ['filter[a][b]=1', [['filter[a][b]']]],
    ['filter[a][]=1', [['filter[a][]']]],
    ['filter[__proto__]=1', [['filter[__proto__]']]],
    ['counts[__proto__]=1&counts[constructor]=1', [['counts[__proto__]'], ['counts[constructor]']]],
    ['filter=1', [['filter']]],
    ['filter=1&filter[a]=1', [['filter']]],
    ['q[]=1', [['q[]']]],
    ['q[a]=1', [['q[a]']]],
    ['tag[0]=1', [['tag[0]']]],
    ['nope[a]=1', [['nope[a]']]],
  ])('%s is 422', async (text, paths) => {
    const answer = await query(text)
    const { issues } = answer.json<{ issues: { path: string[] }[] }>()
    expect([answer.statusCode, issues.map(({ path }) => path)]).toEqual([422, paths])
  })

  it('are read in forms, and are names like any other in JSON', async () => {
    const app = await createApp(router)
    const form = await app.inject({
      method: 'POST',
      url: '/api/send',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'filter[a]=1&tag[]=x&filter[__proto__]=1',
    })
    expect(form.json()).toMatchObject({ status: 422, issues: [{ path: ['filter[__proto__]'] }] })
    const json = await app.inject({ method: 'POST', url: '/api/send', payload: { 'filter[a]': 1 } })
    expect(json.json()).toMatchObject({ status: 422, issues: [{ path: ['filter[a]'] }] })
    const good = await app.inject({
      method: 'POST',
      url: '/api/send',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'filter[a]=1&tag[]=x',
    })
    expect(good.json()).toEqual({ input: { filter: { a: 1 }, tag: ['x'] } })
  })
})

describe('a query that no name can spell fails the registration', () => {
  const objects = z.array(z.object({ a: z.string() }))
  it.each<[string, z.ZodType, string]>([
    ['objects in a list', objects, 'an object in a list'],
    ['objects in a list, optional', objects.optional(), 'an object in a list'],
    ['lists in a list', z.array(z.array(z.string())), 'a list in a list'],
    ['an object in an object', z.object({ a: z.object({ b: z.string() }) }), 'an object in an object'],
    ['a record of objects', z.record(z.string(), z.object({ b: z.string() })), 'an object in an object'],
    ['lists in the rest of a tuple', z.tuple([z.string()]).rest(z.array(z.string())), 'a list in a list'],
    ['lists in a set', z.set(z.array(z.string())), 'a list in a list'],
    ['a lazy map', z.lazy(() => z.map(z.string(), z.string())), 'a map'],
    ['two things, neither of which can be', z.union([objects, z.file()]), 'an object in a list'],
    ['a map', z.map(z.string(), z.string()), 'a map'],
    ['a file', z.file(), 'a file'],
  ])('%s', async (_, schema, reason) => {
    const list = (method: 'GET' | 'POST') =>
      t.router({
        it: t.procedure
          .meta({ openapi: { method, path: '/' } })
          .input(z.object({ field: schema }))
          [method === 'GET' ? 'query' : 'mutation'](() => 1),
      })
    await expect(createApp(list('GET'))).rejects.toThrow(
      `it (GET /): a query cannot spell the input field "field", which has ${reason}.`,
    )
    await createApp(list('POST'))
  })

  it('unless one alternative can be spelled', async () => {
    const union = z.union([z.string(), objects])
    const list = t.procedure
      .meta({ openapi: { method: 'GET', path: '/' } })
      .input(z.object({ field: union }))
      .query(() => 1)
    await createApp(t.router({ list }))
  })
})
