import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createApp, t } from '../testing/test-app.ts'

const echo = ({ input }: { input: unknown }) => ({ input })
const fields = z.object({ name: z.string(), n: z.number().optional(), tags: z.array(z.string()).optional() })
const file = z.object({
  title: z.string(),
  file: z.file().max(100),
  more: z.array(z.instanceof(File)).optional(),
})

const router = t.router({
  json: t.procedure
    .meta({ openapi: { method: 'POST', path: '/json' } })
    .input(z.looseObject({}))
    .mutation(echo),
  form: t.procedure
    .meta({ openapi: { method: 'POST', path: '/form', contentTypes: ['application/x-www-form-urlencoded'] } })
    .input(fields)
    .mutation(echo),
  both: t.procedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/both',
        contentTypes: ['application/json', 'application/x-www-form-urlencoded'],
      },
    })
    .input(fields)
    .mutation(echo),
  upload: t.procedure
    .meta({ openapi: { method: 'POST', path: '/upload', contentTypes: ['multipart/form-data'] } })
    .input(file)
    .mutation(async ({ input }) => ({
      title: input.title,
      name: input.file.name,
      text: await input.file.text(),
      more: input.more?.length,
    })),
})

const post = async (url: string, payload: string | Buffer, contentType?: string) => {
  const app = await createApp(router, {}, { bodyLimit: 5000 })
  const headers = contentType === undefined ? {} : { 'content-type': contentType }
  const res = await app.inject({ method: 'POST', url: `/api${url}`, payload, headers })
  return { status: res.statusCode, body: res.json<Record<string, unknown>>() }
}
const json = 'application/json'
const form = 'application/x-www-form-urlencoded'
const multipart = 'multipart/form-data; boundary=----boundary7d9f'

describe('json', () => {
  it.each([
    ['empty', '', 200],
    ['an object', '{"a":[{"b":null}]}', 200],
    ['malformed', '{"a":', 400],
    ['two values', '{} {}', 400],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400],
    ['__proto__', '{"a":{"__proto__":{"x":1}}}', 422],
    ['__proto__, escaped', '{"\\u005f_proto__":1}', 422],
    ['__proto__ in what is not JSON', '{"__proto__":1', 400],
    ['constructor.prototype', '{"constructor":{"prototype":{}}}', 422],
    ['constructor.prototype, nested', '{"a":{"constructor":{"prototype":{}}}}', 422],
    ['a constructor with nothing in it', '{"a":{"constructor":null}}', 200],
    ['nested', '['.repeat(600), 400],
    ['nested, complete', `{"a":${'['.repeat(600)}${']'.repeat(600)}}`, 400],
    ['brackets in text', JSON.stringify({ a: `"\\${'[{'.repeat(700)}` }), 200],
    ['too large', JSON.stringify({ a: 'x'.repeat(6000) }), 413],
  ])('%s', async (_, payload, status) => {
    expect((await post('/json', payload, json)).status).toBe(status)
    expect(Object.prototype).not.toHaveProperty('x')
  })

  it('names every key that would reach a prototype', async () => {
    const payload = '{"a":[{"__proto__":{"x":1}}],"__proto__":1,"constructor":{"prototype":1}}'
    expect((await post('/json', payload, json)).body.issues).toMatchObject([
      { path: ['a', 0, '__proto__'] },
      { path: ['__proto__'], message: 'Unrecognized body field: "__proto__"' },
      { path: ['constructor'] },
    ])
  })

  it.each([
    ['application/json; charset=utf-8', 200],
    ['application/json;charset="UTF-8"', 200],
    ['Application/JSON', 200],
    ['application/json; charset=latin1', 415],
    ['application/json; charset=utf-16', 415],
    ['application/jsonx', 415],
    ['text/plain', 415],
    ['application/xml', 415],
    [form, 415],
    [multipart, 415],
    ['nonsense', 415],
    [undefined, 415],
  ])('content type %s', async (contentType, status) => {
    const answer = await post('/json', '{"a":1}', contentType)
    expect(answer.status).toBe(status)
    if (status === 415) expect(answer.body.error).toBe('UNSUPPORTED_MEDIA_TYPE')
  })
})

describe('form', () => {
  it('is coerced like a query', async () => {
    const answer = await post('/form', 'name=a+b%20c&n=5&tags=x', form)
    expect(answer).toEqual({ status: 200, body: { input: { name: 'a b c', n: 5, tags: ['x'] } } })
    expect((await post('/form', 'name=a&tags=x&tags=y', form)).body).toEqual({
      input: { name: 'a', tags: ['x', 'y'] },
    })
  })

  it('is refused when a field is unknown or repeated', async () => {
    const answer = await post('/form', 'name=a&name=b&x=1&__proto__=2', form)
    expect(answer.status).toBe(422)
    expect(answer.body.issues).toMatchObject([{ path: ['x'] }, { path: ['__proto__'] }, { path: ['name'] }])
  })

  it('is accepted only by routes that declare it', async () => {
    expect((await post('/form', '{"name":"a"}', json)).status).toBe(415)
    expect((await post('/both', '{"name":"a","n":"5"}', json)).status).toBe(422)
    expect((await post('/both', '{"name":"a","n":5}', json)).status).toBe(200)
    expect((await post('/both', 'name=a&n=5', form)).status).toBe(200)
    expect((await post('/form', Buffer.from([0xff]), form)).status).toBe(400)
  })
})

describe('multipart', () => {
  const part = (name: string, value: string, filename?: string) =>
    `------boundary7d9f\r\nContent-Disposition: form-data; name="${name}"${filename ? `; filename="${filename}"` : ''}\r\n\r\n${value}\r\n`

  it('becomes an input with files', async () => {
    const payload = `${part('title', 'é')}${part('file', 'text', 'a.txt')}${part('more', 'x', 'b.txt')}------boundary7d9f--\r\n`
    const answer = await post('/upload', payload, multipart)
    expect(answer).toEqual({ status: 200, body: { title: 'é', name: 'a.txt', text: 'text', more: 1 } })
  })

  it.each([
    ['no file', `${part('title', 'a')}------boundary7d9f--\r\n`, 422],
    ['text for a file', `${part('title', 'a')}${part('file', 'b')}------boundary7d9f--\r\n`, 422],
    [
      'a large file',
      `${part('title', 'a')}${part('file', 'b'.repeat(200), 'f')}------boundary7d9f--\r\n`,
      422,
    ],
    [
      'unknown field',
      `${part('title', 'a')}${part('file', 'b', 'f')}${part('__proto__', 'c')}------boundary7d9f--\r\n`,
      422,
    ],
    ['no end', part('title', 'a'), 400],
    ['nonsense', 'nonsense', 400],
  ])('%s', async (_, payload, status) => {
    expect((await post('/upload', payload, multipart)).status).toBe(status)
  })

  it('is malformed without a boundary', async () => {
    expect((await post('/upload', 'x', 'multipart/form-data')).status).toBe(400)
  })
})
