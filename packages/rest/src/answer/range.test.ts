import { describe, expect, it } from 'vitest'
import { serveOutput, webStream } from '../testing/serve-output.ts'
import { createApp, t } from '../testing/test-app.ts'

describe('a range', () => {
  const text = { responseType: 'text/plain' }
  it.each<[string, unknown]>([
    ['text', '0123456789'],
    ['a File', new File(['0123456789'], 'a')],
  ])('of %s is answered with 206, or with 416 when no byte is in it', async (_, output) => {
    const { get } = await serveOutput(output, text)
    expect((await get()).headers['accept-ranges']).toBe('bytes')
    for (const [range, body, part] of [
      ['bytes=2-4', '234', '2-4'],
      ['bytes=8-', '89', '8-9'],
      ['bytes=-3', '789', '7-9'],
      ['bytes=5-99', '56789', '5-9'],
      ['bytes=-99', '0123456789', '0-9'],
    ] as const) {
      const res = await get({ range })
      expect([res.statusCode, res.body, res.headers['content-range']]).toEqual([
        206,
        body,
        `bytes ${part}/10`,
      ])
      expect(res.headers['content-length']).toBe(String(body.length))
    }
    const none = await get({ range: 'bytes=10-' })
    expect([none.statusCode, none.body, none.headers['content-range']]).toEqual([416, '', 'bytes */10'])
    expect(none.headers).not.toHaveProperty('content-disposition')
    expect((await get({ range: 'bytes=-0' })).statusCode).toBe(416)
  })

  it('is ignored when it is several, malformed, of another unit, or asked of a HEAD', async () => {
    const { get } = await serveOutput('0123456789', text)
    for (const range of [
      'bytes=0-1,4-5',
      'bytes=a-b',
      'bytes=-',
      'bytes=4-2',
      'bytes',
      'lines=0-1',
      'lines=99-',
    ]) {
      expect([(await get({ range })).statusCode, range]).toEqual([200, range])
    }
    expect((await get({ range: 'bytes=0-1' }, 'HEAD')).headers['content-length']).toBe('10')
  })

  it('is ignored on an empty body and on a stream', async () => {
    expect((await (await serveOutput(webStream, text)).get({ range: 'bytes=0-1' })).statusCode).toBe(200)
    expect((await (await serveOutput('', text)).get({ range: 'bytes=0-1' })).statusCode).toBe(416)
  })

  it('is that of the version which If-Range names, by a strong tag', async () => {
    const router = t.router({
      it: t.procedure
        .meta({ openapi: { method: 'GET', path: '/it', responseType: 'text/plain' } })
        .query(() => '0123456789'),
    })
    const createContext = ({ res }: { res: { header(name: string, value: string): unknown } }) => {
      res.header('etag', '"v1"')
      return { token: undefined, pathParams: {} }
    }
    const app = await createApp(router, { createContext })
    const status = async (condition: string) =>
      (await app.inject({ url: '/api/it', headers: { range: 'bytes=0-1', 'if-range': condition } }))
        .statusCode
    expect(await status('"v1"')).toBe(206)
    expect(await status('"v2"')).toBe(200)
    expect(await status('W/"v1"')).toBe(200)
    expect(await status('Wed, 21 Oct 2015 07:28:00 GMT')).toBe(200)
  })

  it('is not that of a weak tag, which other bytes may have too', async () => {
    const { get } = await serveOutput('0123456789', text)
    const { etag } = (await get()).headers
    expect(etag).toMatch(/^W\//)
    expect((await get({ 'if-range': `${etag}`, range: 'bytes=0-1' })).statusCode).toBe(200)
  })

  it('comes after If-None-Match', async () => {
    const { get } = await serveOutput('0123456789', text)
    const { etag } = (await get()).headers
    expect((await get({ 'if-none-match': `${etag}`, range: 'bytes=0-1' })).statusCode).toBe(304)
  })
})
