import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { serveOutput, webStream } from '../testing/serve-output.ts'
import { createApp, t } from '../testing/test-app.ts'

const bytes = new Uint8Array([0, 1, 2, 255])

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
    const { get, errors } = await serveOutput(output, { responseType }, schema)
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
    const file = await serveOutput(new Blob([bytes]), { responseType: 'image/png' })
    expect((await file.get({}, 'HEAD')).headers['content-length']).toBe('4')
    const text = await serveOutput('é', { responseType: 'text/plain' })
    expect((await text.get({}, 'HEAD')).headers['content-length']).toBe('2')
    const { get } = await serveOutput(stream, { responseType: 'image/png' })
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
    const { get, errors } = await serveOutput(output, { responseType: 'text/csv' })
    const res = await get()
    expect([res.statusCode, res.json().status]).toEqual([500, 500])
    expect(errors).toEqual([`it returned ${message}, which cannot be sent as text/csv`])
  })

  it('has the type of a File where meta names a range of types', async () => {
    const png = new File([bytes], 'a', { type: 'image/png' })
    expect((await (await serveOutput(png, { responseType: 'image/*' })).get()).headers['content-type']).toBe(
      'image/png',
    )
    expect((await (await serveOutput(png, { responseType: '*/*' })).get()).headers['content-type']).toBe(
      'image/png',
    )
    expect((await (await serveOutput(bytes, { responseType: '*/*' })).get()).headers['content-type']).toBe(
      'application/octet-stream',
    )
    const page = new File(['<script>'], 'a', { type: 'text/html' })
    const { get, errors } = await serveOutput(page, { responseType: 'image/*' })
    expect((await get()).statusCode).toBe(500)
    expect(errors).toEqual(['it returned an output of type "text/html", which is not image/*'])
  })

  it('may be JSON of a kind of its own', async () => {
    const { get } = await serveOutput(
      { a: 1 },
      { responseType: 'application/hal+json' },
      z.object({ a: z.int() }),
    )
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
    const { get } = await serveOutput(output)
    const res = await get()
    expect([res.headers['content-type'], res.rawPayload.toString('latin1')]).toEqual([type, body])
  })
})

describe('the name of a File', () => {
  const disposition = async (name: string) => {
    const { get } = await serveOutput(new File(['a'], name), { responseType: 'text/plain' })
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

describe('a stream that fails before its first byte', () => {
  it('is answered as any other error, without the headers of the file', async () => {
    const failing = () =>
      new ReadableStream({
        pull() {
          throw new Error('the disk is gone')
        },
      })
    const { get, errors } = await serveOutput(failing, { responseType: 'image/png' })
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
    const { get, errors } = await serveOutput(output, { responseType: 'text/csv' })
    expect((await get()).statusCode).toBe(500)
    expect(errors).toHaveLength(1)
  })
})
