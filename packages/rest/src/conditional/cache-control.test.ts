import { TRPCError } from '@trpc/server'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from '../openapi/document.ts'
import { createApp, t } from '../testing/test-app.ts'

const meta = {
  openapi: { method: 'GET', path: '/it', etag: 'version', cacheControl: 'private, max-age=60' },
} as const
const read = t.procedure
  .meta(meta)
  .input(z.object({ fails: z.boolean().default(false) }))
  .output(z.object({ version: z.int() }))
  .query(({ input }) => {
    if (input.fails) throw new TRPCError({ code: 'NOT_FOUND' })
    return { version: 1 }
  })
const other = t.procedure.meta({ openapi: { method: 'GET', path: '/other' } }).query(() => 1)
const router = t.router({ it: read, other })

it('is that of the route, on what may be cached and on nothing else', async () => {
  const app = await createApp(router)
  const send = async (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') => {
    const res = await app.inject({ method, url: `/api${url}`, headers })
    return [res.statusCode, res.headers['cache-control']]
  }
  expect(await send('/it')).toEqual([200, 'private, max-age=60'])
  expect(await send('/it', {}, 'HEAD')).toEqual([200, 'private, max-age=60'])
  expect(await send('/it', { 'if-none-match': '"1"' })).toEqual([304, 'private, max-age=60'])
  expect(await send('/it?fails=true')).toEqual([404, undefined])
  expect(await send('/it?fails=x')).toEqual([422, undefined])
  expect(await send('/it', { 'if-match': '"2"' })).toEqual([412, undefined])
  expect(await send('/other')).toEqual([200, undefined])
})

it('wins over the header that a hook of the scope sets', async () => {
  const app = await createApp(router, {
    createContext: ({ res }) => {
      res.header('cache-control', 'no-store')
      return { token: undefined, pathParams: {} }
    },
  })
  for (const [url, expected] of [
    ['/api/it', 'private, max-age=60'],
    ['/api/it?fails=true', 'no-store'],
    ['/api/other', 'no-store'],
  ] as const)
    expect((await app.inject(url)).headers['cache-control']).toBe(expected)
})

it('is documented', () => {
  const { paths } = openApiDocument(router, { title: 'it', version: '1' })
  const responses = paths['/it']?.get?.responses
  const header = { schema: { type: 'string', examples: ['private, max-age=60'] } }
  for (const status of [200, 304])
    expect(responses?.[status]).toMatchObject({ headers: { 'Cache-Control': header } })
  expect(paths['/other']?.get?.responses[200]).not.toHaveProperty('headers.Cache-Control')
})
