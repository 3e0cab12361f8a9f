import { expect, it } from 'vitest'
import { z } from 'zod'
import { counting, live, open, opened, path, router, seen } from '../testing/live.ts'
import { createApp, t } from '../testing/test-app.ts'

const read = async (query: string, headers = '', encoding: BufferEncoding = 'utf8') => {
  const head = Buffer.from(`GET /api${path}${query} HTTP/1.1${headers}`, encoding)
  const client = await open(await createApp(router), head)
  await opened(client)
  return seen.input
}
const header = (id: string) => `\r\nLast-Event-ID: ${id}`

it('takes the input from the query, and lastEventId from the header, which wins', async () => {
  expect(await read('?n=5')).toEqual({ n: 5 })
  expect(await read('?lastEventId=a')).toEqual({ lastEventId: 'a' })
  expect(await read('?n=5', header('b'))).toEqual({ n: 5, lastEventId: 'b' })
  expect(await read('?lastEventId=a', header('b'))).toEqual({ lastEventId: 'b' })
  expect(await read('?lastEventId=a', header(''))).toEqual({ lastEventId: 'a' })
  expect(await read('', header('東京'))).toEqual({ lastEventId: '東京' })
  expect(await read('', header('é'), 'latin1')).toEqual({ lastEventId: 'é' })
})

it('coerces Last-Event-ID by its schema, and ignores it where no subscription has such a field', async () => {
  const input = z.object({ lastEventId: z.int().optional() })
  const resumed = live.input(input).subscription(async ({ input }) => counting([input]))
  const query = t.procedure.meta({ openapi: { method: 'GET', path: '/query' } })
  const inPath = t.procedure.meta({ openapi: { method: 'GET', path: '/at/{lastEventId}' } })
  const app = await createApp(
    t.router({
      resumed,
      query: query.input(input).query(({ input }) => input),
      inPath: inPath
        .input(z.object({ lastEventId: z.string() }))
        .subscription(async ({ input }) => counting([input])),
      none: t.procedure
        .meta({ openapi: { method: 'GET', path: '/none' } })
        .subscription(async () => counting(['none'])),
    }),
  )
  const send = (url: string, id: string) => app.inject({ url, headers: { 'last-event-id': id } })
  expect((await send(`/api${path}`, '7')).body).toContain('data: {"lastEventId":7}')
  expect((await send(`/api${path}`, 'x')).json().issues).toMatchObject([{ path: ['lastEventId'] }])
  expect((await send('/api/query', '7')).json()).toEqual({})
  expect((await send('/api/at/3', '7')).body).toContain('data: {"lastEventId":"3"}')
  expect((await send('/api/none', '7')).body).toContain('none')
})

it('refuses invalid input and If-Match before the stream begins', async () => {
  const app = await createApp(router)
  const unknown = await app.inject(`/api${path}?m=1&n=x`)
  expect(unknown.statusCode).toBe(422)
  expect(unknown.json().issues.map(({ path }: { path: string[] }) => path)).toEqual([['m'], ['n']])
  const conditional = await app.inject({ url: `/api${path}`, headers: { 'if-match': '"1"' } })
  expect(conditional.statusCode).toBe(412)
  expect(seen.begun).toBe(0)
})
