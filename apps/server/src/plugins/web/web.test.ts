import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { captureLog, serveDuringTest } from '../../testing/app.ts'
import { rest } from '../../testing/caller.ts'
import { HTML, PAGE, SCRIPT, serveWebApp } from '../../testing/web-root.ts'

const web = serveWebApp()

describe('the page', () => {
  test.each([
    '/',
    '/?x=1',
    '/tasks',
    '/tasks/01980000?view=board',
    '/settings/calendar',
    '/apiary',
    '/calendar',
    '/calendar?view=week',
  ])('is sent to a browser at %s', async (url) => {
    const answer = await web.get(url)
    expect(answer).toMatchObject({ status: 200, text: PAGE })
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      etag: expect.stringMatching(/^W\/"/),
      vary: 'accept, accept-encoding',
    })
  })

  test('is sent at / to any client', async () => {
    expect(await web.get('/', {})).toMatchObject({ status: 200, text: PAGE })
    expect(await web.get('/', { accept: 'application/json' })).toMatchObject({ status: 200, text: PAGE })
  })

  test('is 304 while it is the same', async () => {
    for (const url of ['/', '/tasks']) {
      const { etag = '' } = (await web.get(url)).headers
      const again = await web.get(url, { ...HTML, 'if-none-match': String(etag) })
      expect(again).toMatchObject({ status: 304, text: '', headers: { etag, 'cache-control': 'no-cache' } })
      expect((await web.get(url, { ...HTML, 'if-none-match': '"other"' })).status).toBe(200)
    }
  })

  test('answers HEAD without a body', async () => {
    for (const url of ['/', '/tasks']) {
      const answer = await fetch(web.server().url + url, { method: 'HEAD', headers: HTML })
      expect(answer.status).toBe(200)
      expect(await answer.text()).toBe('')
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(answer.headers.get('content-length')).toBe(String(PAGE.length))
    }
  })

  test.each([
    '/api',
    '/api?x=1',
    '/api/v1',
    '/api/v1/nothing',
    '/api/v2/tasks',
    '/trpc/task.nothing',
    '/session/other',
    '/calendar/',
    '/calendar/none.ics',
    '/docs/nothing',
    '/redoc/nothing',
    '/health/nothing',
    '/metrics/nothing',
    '/openapi.json/nothing',
    '/assets',
    '/assets/',
    '/assets/index-of-yesterday.js',
  ])('is not sent at %s, a path of the server', async (url) => {
    const answer = await web.get(url)
    expect(answer.status).toBe(404)
    expect(answer.headers['content-type']).toMatch(/json/)
    expect(answer.text).not.toContain('<')
  })

  test('is only sent for GET and HEAD that accept HTML', async () => {
    const notFound = { status: 404, body: { error: 'NOT_FOUND', status: 404 } }
    expect(await web.get('/tasks', {})).toMatchObject(notFound)
    expect(await web.get('/tasks', { accept: '*/*' })).toMatchObject(notFound)
    expect(await web.get('/tasks', { accept: 'application/json' })).toMatchObject(notFound)
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'] as const)
      expect(await rest(web.server().app, method, '/tasks', { headers: HTML })).toMatchObject(notFound)
    expect(await rest(web.server().app, 'POST', '/', { headers: HTML })).toMatchObject(notFound)
  })

  test('varies by origin too if CORS is on', async () => {
    const webRoot = web.root()
    const open = await serveDuringTest({ CORS_ORIGINS: 'https://app.example.com' }, { webRoot })
    const { vary } = (await rest(open.app, 'GET', '/tasks', { headers: HTML })).headers
    expect(String(vary).toLowerCase()).toBe('origin, accept, accept-encoding')
  })
})

test('a page of more than 1 kB is compressed for whoever asks for that, at every path', async () => {
  const webRoot = await mkdtemp(path.join(tmpdir(), 'tandem-web-'))
  onTestFinished(() => rm(webRoot, { recursive: true }))
  const page = `<!doctype html><html lang="en"><body>${'<p>Tandem</p>'.repeat(100)}</body></html>`
  await writeFile(path.join(webRoot, 'index.html'), page)
  const { app } = await serveDuringTest({}, { webRoot })
  for (const url of ['/', '/tasks', '/tasks']) {
    const plain = await app.inject({ url, headers: HTML })
    const packed = await app.inject({ url, headers: { ...HTML, 'accept-encoding': 'gzip, br' } })
    expect([plain.headers['content-encoding'], plain.payload]).toEqual([undefined, page])
    expect(packed.headers).toMatchObject({
      'content-encoding': 'br',
      'content-length': String(packed.rawPayload.length),
      'content-type': 'text/html; charset=utf-8',
      etag: plain.headers.etag,
      vary: plain.headers.vary,
    })
    expect(brotliDecompressSync(packed.rawPayload).toString()).toBe(page)
    const held = { ...HTML, 'accept-encoding': 'br', 'if-none-match': String(packed.headers.etag) }
    expect(await app.inject({ url, headers: held })).toMatchObject({ statusCode: 304, payload: '' })
  }
})

describe('the files', () => {
  test('with hashed names are cached for ever, in every encoding', async () => {
    for (const [accepted, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['identity', undefined],
    ] as const) {
      const answer = await web.server().app.inject({
        url: '/assets/index-a1b2c3.js',
        headers: { 'accept-encoding': accepted },
      })
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-encoding']).toBe(encoding)
      expect(answer.headers).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-type': expect.stringMatching(/^(text|application)\/javascript; charset=utf-8$/),
        vary: 'accept-encoding',
      })
      if (encoding === 'br') expect(brotliDecompressSync(answer.rawPayload).toString()).toBe(SCRIPT)
      if (encoding === undefined) expect(answer.payload).toBe(SCRIPT)
    }
    const css = await web.get('/assets/index-a1b2c3.css', { 'accept-encoding': 'br, gzip' })
    expect(css).toMatchObject({ status: 200, text: 'body{margin:0}' })
    expect(css.headers['content-encoding']).toBeUndefined()
  })

  test('with other names are revalidated', async () => {
    for (const [url, type] of [
      ['/favicon.svg', 'image/svg+xml'],
      ['/manifest.webmanifest', 'application/manifest+json'],
      ['/robots.txt', 'text/plain; charset=utf-8'],
    ] as const) {
      const { status, headers } = await web.get(url, {})
      expect(status, url).toBe(200)
      expect(headers).toMatchObject({
        'content-type': type,
        'cache-control': 'no-cache',
        etag: expect.any(String),
      })
      const again = await web.get(url, { 'if-none-match': String(headers.etag) })
      expect(again).toMatchObject({ status: 304, headers: { 'cache-control': 'no-cache' } })
      expect((await rest(web.server().app, 'HEAD', url)).status).toBe(200)
    }
  })

  test.each([
    '/index.html.br',
    '/assets/index-a1b2c3.js.br',
    '/assets/index-a1b2c3.js.gz',
    '/.hidden',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets//index-a1b2c3.js/',
    '/assets/index-a1b2c3.js%00',
    '//etc/passwd',
  ])('do not include %s', async (url) => {
    const answer = await web.get(url, {})
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.text).not.toMatch(/outside of what|not to be seen|root:/)
  })
})

test('if the web app is not built, that is logged once, and everything else is served', async () => {
  const { lines, logStream } = captureLog()
  const nowhere = path.join(web.root(), 'nowhere')
  const bare = await serveDuringTest({ LOG_LEVEL: 'warn' }, { logStream, webRoot: nowhere })
  for (const url of ['/', '/tasks', '/favicon.svg']) {
    expect(await rest(bare.app, 'GET', url, { headers: HTML })).toMatchObject({
      status: 404,
      body: { error: 'NOT_FOUND' },
    })
  }
  expect((await rest(bare.app, 'GET', '/docs')).status).toBe(200)
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { root: nowhere, msg: 'no web app is served: it has not been built' },
  ])
})
