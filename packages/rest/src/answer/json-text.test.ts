import { beforeEach, expect, it, vi } from 'vitest'
import { JSON_TEXT } from '../json-text.ts'
import { createApp, t } from '../testing/test-app.ts'

const look = vi.fn()
beforeEach(() => look.mockClear())

class Written {
  readonly total = 1
  declare readonly rows: string[]

  constructor() {
    const get = () => {
      look()
      return ['é']
    }
    Object.defineProperty(this, 'rows', { get, enumerable: true })
  }

  get [JSON_TEXT]() {
    return '{"total":1,"rows":["é"]}'
  }
}

const page = (written: boolean) =>
  t.procedure
    .meta({
      openapi: {
        method: 'GET',
        path: written ? '/written' : '/plain',
        etag: 'version',
        links: ({ output }) => ({ next: { total: (output as Written).total } }),
      },
    })
    .query(() => (written ? new Written() : { total: 1, rows: ['é'] }))
const router = t.router({ written: page(true), plain: page(false) })

it('sends the JSON that an output has, with the headers of any other output', async () => {
  const app = await createApp(router)
  const written = await app.inject('/api/written')
  const plain = await app.inject('/api/plain')
  expect(written.body).toBe(plain.body)
  const { link, date: _, ...headers } = written.headers
  expect(plain.headers).toMatchObject(headers)
  expect(headers.etag).toMatch(/^W\/".+"$/)
  expect(link).toBe('</api/written?total=1>; rel="next"')
  expect(look).not.toHaveBeenCalled()
})

it('sends no body to a HEAD, or when If-None-Match matches', async () => {
  const app = await createApp(router)
  const { headers, body } = await app.inject('/api/written')
  const head = await app.inject({ method: 'HEAD', url: '/api/written' })
  expect([head.body, head.headers['content-length']]).toEqual(['', String(Buffer.byteLength(body))])
  const held = await app.inject({ url: '/api/written', headers: { 'if-none-match': `${headers.etag}` } })
  expect([held.statusCode, held.body]).toEqual([304, ''])
  expect(look).not.toHaveBeenCalled()
})
