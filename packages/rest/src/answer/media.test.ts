import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RestRoute } from '../meta.ts'
import { createApp, t } from '../testing/test-app.ts'

/** An app with one GET at `/api/it`, which returns what it is given, and the errors that were reported. */
async function serve(output: unknown, meta: Partial<RestRoute> = {}, schema?: z.ZodType) {
  const errors: string[] = []
  const procedure = t.procedure.meta({ openapi: { method: 'GET', path: '/it', ...meta } })
  const declared = schema ? procedure.output(schema) : procedure
  const router = t.router({
    it: declared.query(() => (typeof output === 'function' ? output() : output)),
  })
  const app = await createApp(router, { onError: ({ error }) => errors.push(error.message) })
  const get = (headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ method, url: '/api/it', headers })
  return { get, errors }
}

const bytes = new Uint8Array([0, 1, 2, 255])
const webStream = () =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
async function* chunks() {
  yield 'a,b\n'
  yield new TextEncoder().encode('1,2\n')
}

describe('an output with a media type', () => {
  it.each<[string, unknown, string, string, z.ZodType?]>([
    ['text', 'a,b\n1,2\n', 'text/csv', 'a,b\n1,2\n', z.string()],
    ['a Uint8Array', bytes, 'image/png', '\0\x01\x02\xff', z.instanceof(Uint8Array)],
    ['a Buffer', Buffer.from(bytes), 'image/png', '\0\x01\x02\xff', z.instanceof(Buffer)],
    ['an ArrayBuffer', bytes.buffer, 'application/zip', '\0\x01\x02\xff', z.instanceof(ArrayBuffer)],
    ['a view of a part', new Uint8Array(bytes.buffer, 1, 2), 'image/png', '\x01\x02'],
    ['a Blob', new Blob([bytes]), 'image/png', '\0\x01\x02\xff', z.instanceof(Blob)],
    ['a File', new File([bytes], 'a.png'), 'image/png', '\0\x01\x02\xff', z.file()],
    ['a web stream', webStream, 'application/pdf', '\0\x01\x02\xff', z.instanceof(ReadableStream)],
    [
      'a Node stream',
      () => Readable.from([Buffer.from(bytes)], { objectMode: false }),
      'video/mp4',
      '\0\x01\x02\xff',
    ],
    ['a Node stream of objects', () => Readable.from(['a', 'b']), 'text/plain', 'ab', z.instanceof(Readable)],
    ['an async generator', () => chunks(), 'text/csv', 'a,b\n1,2\n', z.any()],
  ])('is sent as it is: %s', async (_, output, responseType, body, schema) => {
    const { get, errors } = await serve(output, { responseType }, schema)
    const res = await get()
    expect(res.statusCode).toBe(200)
    expect(res.rawPayload.toString('latin1')).toBe(body)
    expect(res.headers['content-type']).toBe(
      responseType.startsWith('text/') ? `${responseType}; charset=utf-8` : responseType,
    )
    expect(res.headers['x-content-type-options']).toBe('nosniff')
    expect(errors).toEqual([])
  })

  it('sends no body to a HEAD, says how long it would be, and lets go of a stream', async () => {
    let isCancelled = false
    const stream = () =>
      new ReadableStream({
        cancel: () => {
          isCancelled = true
        },
      })
    const file = await serve(new Blob([bytes]), { responseType: 'image/png' })
    expect((await file.get({}, 'HEAD')).headers['content-length']).toBe('4')
    const text = await serve('é', { responseType: 'text/plain' })
    expect((await text.get({}, 'HEAD')).headers['content-length']).toBe('2')
    const { get } = await serve(stream, { responseType: 'image/png' })
    const head = await get({}, 'HEAD')
    expect([head.statusCode, head.body, head.headers['content-type']]).toEqual([200, '', 'image/png'])
    expect(isCancelled).toBe(true)
  })

  it.each([
    [{ a: 1 }, 'a value of type object'],
    [null, 'a value of type null'],
    [7, 'a value of type number'],
    [[bytes], 'a value of type array'],
  ])('is a 500 that is reported when it is %j', async (output, message) => {
    const { get, errors } = await serve(output, { responseType: 'text/csv' })
    const res = await get()
    expect([res.statusCode, res.json().status]).toEqual([500, 500])
    expect(errors).toEqual([`it returned ${message}, which cannot be sent as text/csv`])
  })

  it('has the type of a File where meta names a range of types', async () => {
    const png = new File([bytes], 'a', { type: 'image/png' })
    expect((await (await serve(png, { responseType: 'image/*' })).get()).headers['content-type']).toBe(
      'image/png',
    )
    expect((await (await serve(png, { responseType: '*/*' })).get()).headers['content-type']).toBe(
      'image/png',
    )
    expect((await (await serve(bytes, { responseType: '*/*' })).get()).headers['content-type']).toBe(
      'application/octet-stream',
    )
    const page = new File(['<script>'], 'a', { type: 'text/html' })
    const { get, errors } = await serve(page, { responseType: 'image/*' })
    expect((await get()).statusCode).toBe(500)
    expect(errors).toEqual(['it returned an output of type "text/html", which is not image/*'])
  })

  it('may be JSON of a kind of its own', async () => {
    const { get } = await serve({ a: 1 }, { responseType: 'application/hal+json' }, z.object({ a: z.int() }))
    const res = await get()
    expect([res.body, res.headers['content-type']]).toEqual([
      '{"a":1}',
      'application/hal+json; charset=utf-8',
    ])
  })
})

describe('without a declared output, the value decides', () => {
  it.each<[string, unknown, string, string]>([
    ['text', 'a', 'application/json; charset=utf-8', '"a"'],
    ['nothing', undefined, 'application/json; charset=utf-8', 'null'],
    ['bytes', bytes, 'application/octet-stream', '\0\x01\x02\xff'],
    ['a File', new File(['a'], 'a', { type: 'text/css' }), 'text/css', 'a'],
    ['a stream', webStream, 'application/octet-stream', '\0\x01\x02\xff'],
  ])('%s', async (_, output, type, body) => {
    const { get } = await serve(output)
    const res = await get()
    expect([res.headers['content-type'], res.rawPayload.toString('latin1')]).toEqual([type, body])
  })
})

describe('the name of a File', () => {
  const disposition = async (name: string) => {
    const { get } = await serve(new File(['a'], name), { responseType: 'text/plain' })
    return (await get()).headers['content-disposition']
  }

  it('is that of an attachment, without folders and control characters', async () => {
    expect(await disposition('report.pdf')).toBe('attachment; filename=report.pdf')
    expect(await disposition('Überblick €.pdf')).toContain("filename*=UTF-8''%C3%9Cberblick%20%E2%82%AC.pdf")
    expect(await disposition('../../etc/passwd')).toBe('attachment; filename=passwd')
    expect(await disposition('C:\\a\\b.txt')).toBe('attachment; filename=b.txt')
    expect(await disposition('a"; filename="b.exe')).toBe('attachment; filename="a\\"; filename=\\"b.exe"')
    expect(await disposition('a\r\nSet-Cookie: b\0.txt')).toBe('attachment; filename="aSet-Cookie: b.txt"')
    expect(await disposition('photo\u202egpj.exe')).toBe('attachment; filename=photogpj.exe')
    expect(await disposition('..')).toBe('attachment')
  })

  it('gives way to what the application has set', async () => {
    const router = t.router({
      it: t.procedure
        .meta({ openapi: { method: 'GET', path: '/it', responseType: 'text/plain' } })
        .query(() => new File(['a'], 'a.txt')),
    })
    const createContext = ({ res }: { res: { header(name: string, value: string): unknown } }) => {
      res.header('content-disposition', 'inline')
      return { token: undefined, pathParams: {} }
    }
    const app = await createApp(router, { createContext })
    expect((await app.inject('/api/it')).headers['content-disposition']).toBe('inline')
  })
})

describe('a range', () => {
  const text = { responseType: 'text/plain' }
  it.each<[string, unknown]>([
    ['text', '0123456789'],
    ['a File', new File(['0123456789'], 'a')],
  ])('of %s is answered with 206, or with 416 when no byte is in it', async (_, output) => {
    const { get } = await serve(output, text)
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
    const { get } = await serve('0123456789', text)
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
    expect((await (await serve(webStream, text)).get({ range: 'bytes=0-1' })).statusCode).toBe(200)
    expect((await (await serve('', text)).get({ range: 'bytes=0-1' })).statusCode).toBe(416)
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
    const { get } = await serve('0123456789', text)
    const { etag } = (await get()).headers
    expect(etag).toMatch(/^W\//)
    expect((await get({ 'if-range': `${etag}`, range: 'bytes=0-1' })).statusCode).toBe(200)
  })

  it('comes after If-None-Match', async () => {
    const { get } = await serve('0123456789', text)
    const { etag } = (await get()).headers
    expect((await get({ 'if-none-match': `${etag}`, range: 'bytes=0-1' })).statusCode).toBe(304)
  })
})

describe('a stream that fails before its first byte', () => {
  it('is answered as any other error, without the headers of the file', async () => {
    const failing = () =>
      new ReadableStream({
        pull() {
          throw new Error('the disk is gone')
        },
      })
    const { get, errors } = await serve(failing, { responseType: 'image/png' })
    const res = await get()
    expect([res.statusCode, res.headers['content-type']]).toEqual([
      500,
      'application/problem+json; charset=utf-8',
    ])
    expect(res.json()).toMatchObject({ status: 500, message: 'Internal Server Error' })
    expect(res.headers).not.toHaveProperty('accept-ranges')
    expect(errors).toEqual(['the disk is gone'])
  })

  it.each<[string, () => unknown]>([
    ['a Node stream', () => Readable.from([{ a: 1 }])],
    [
      'an async generator',
      async function* () {
        yield { a: 1 }
      },
    ],
    ['a web stream', () => new ReadableStream({ start: (controller) => controller.enqueue({ a: 1 }) })],
  ])('is one whose chunks are no bytes: %s', async (_, output) => {
    const { get, errors } = await serve(output, { responseType: 'text/csv' })
    expect((await get()).statusCode).toBe(500)
    expect(errors).toHaveLength(1)
  })
})
