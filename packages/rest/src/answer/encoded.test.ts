import { gunzipSync } from 'node:zlib'
import compress from '@fastify/compress'
import fastify from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { restPlugin } from '../plugin.ts'
import { createContext, t } from '../testing/test-app.ts'

const text = 'All happy families are alike. '.repeat(100)
const get = (path: `/${string}`) =>
  t.procedure.meta({ openapi: { method: 'GET', path, responseType: 'text/plain' } })
const file = () => new File([text], 'anna.txt', { type: 'text/plain' })

const router = t.router({
  text: get('/text')
    .output(z.string())
    .query(() => text),
  file: get('/file').output(z.file()).query(file),
  stream: get('/stream').query(() => file().stream()),
})

/** Requests to an application that compresses what it can, and may have a tag for its answers. */
async function compressing(tag?: string) {
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(compress, { threshold: 0 })
  await app.register(restPlugin<typeof router>, {
    prefix: '/api',
    router,
    createContext: (options) => {
      if (tag !== undefined) options.res.header('etag', tag)
      return createContext(options)
    },
  })
  return (path: string, headers = {}, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ method, url: `/api${path}`, headers: { 'accept-encoding': 'gzip', ...headers } })
}

it.each(['/text', '/file'])('a range is never compressed: %s', async (path) => {
  const send = await compressing('"v1"')
  for (const headers of [{}, { 'if-range': '"v1"' }]) {
    const part = await send(path, { range: 'bytes=4-8', ...headers })
    expect([part.statusCode, part.body]).toEqual([206, 'happy'])
    expect(part.headers).toMatchObject({ 'content-range': `bytes 4-8/${text.length}`, etag: '"v1"' })
    expect(part.headers).not.toHaveProperty('content-encoding')
  }
  const none = await send(path, { range: 'bytes=99999-' })
  expect([none.statusCode, none.body]).toEqual([416, ''])
  expect(none.headers).not.toHaveProperty('content-encoding')
})

it.each(['/text', '/file'])('a compressed whole cannot be continued with a range: %s', async (path) => {
  const send = await compressing('"v1"')
  const whole = await send(path)
  expect(gunzipSync(whole.rawPayload).toString()).toBe(text)
  expect(whole.headers).toMatchObject({ 'content-encoding': 'gzip', etag: 'W/"v1"' })
  expect(whole.headers).not.toHaveProperty('accept-ranges')
  // The client has the beginning of the compressed bytes, and asks for the rest of them.
  const rest = await send(path, { range: 'bytes=10-', 'if-range': String(whole.headers.etag) })
  expect([rest.statusCode, gunzipSync(rest.rawPayload).toString()]).toEqual([200, text])
  const held = await send(path, { 'if-none-match': String(whole.headers.etag) })
  expect(held.statusCode).toBe(304)
})

it('what is not compressed keeps its ranges and its tag', async () => {
  const send = await compressing('"v1"')
  const whole = await send('/text', { 'accept-encoding': 'identity' })
  expect(whole.headers).toMatchObject({ 'accept-ranges': 'bytes', etag: '"v1"' })
  expect((await send('/text', { 'accept-encoding': 'identity' }, 'HEAD')).headers).toMatchObject({
    'accept-ranges': 'bytes',
    'content-length': String(text.length),
  })
})

it('the weak tag of an answer names it compressed or not, and a stream is compressed too', async () => {
  const send = await compressing()
  const plain = await send('/text', { 'accept-encoding': 'identity' })
  expect((await send('/text')).headers.etag).toBe(plain.headers.etag)
  expect(gunzipSync((await send('/stream')).rawPayload).toString()).toBe(text)
})
