import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { rest, serve, type TestApp, testApp } from '../../testing/app.ts'

const PAGE =
  '<!doctype html><html><head><title>Tandem</title></head><body><div id="root"></div></body></html>'
const SCRIPT = `console.info(${JSON.stringify('x'.repeat(2000))})`
const HTML = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

let folder: string
let server: TestApp

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-web-'))
  const root = path.join(folder, 'dist')
  await mkdir(path.join(root, 'assets'), { recursive: true })
  const files: Record<string, string | Buffer> = {
    'secret.txt': 'outside of what is served',
    'dist/index.html': PAGE,
    'dist/index.html.br': brotliCompressSync(PAGE),
    'dist/favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'dist/manifest.webmanifest': '{"name":"Tandem"}',
    'dist/robots.txt': 'User-agent: *',
    'dist/.hidden': 'not to be seen',
    'dist/assets/index-a1b2c3.js': SCRIPT,
    'dist/assets/index-a1b2c3.js.br': brotliCompressSync(SCRIPT),
    'dist/assets/index-a1b2c3.js.gz': gzipSync(SCRIPT),
    'dist/assets/index-a1b2c3.css': 'body{margin:0}',
  }
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content)
  server = await serve((await testApp()).database, {}, undefined, root)
})

afterAll(async () => {
  await server?.app.close()
  await rm(folder, { recursive: true, force: true })
})

const get = (url: string, headers: Record<string, string> = HTML) => rest(server.app, 'GET', url, { headers })

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
  ])('is at %s, for a browser', async (url) => {
    const answer = await get(url)
    expect(answer).toMatchObject({ status: 200, text: PAGE })
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      etag: expect.stringMatching(/^W\/"/),
      vary: 'accept',
    })
  })

  test('is at / for whatever asks', async () => {
    expect(await get('/', {})).toMatchObject({ status: 200, text: PAGE })
    expect(await get('/', { accept: 'application/json' })).toMatchObject({ status: 200, text: PAGE })
  })

  test('is not sent again to who has it', async () => {
    for (const url of ['/', '/tasks']) {
      const { etag = '' } = (await get(url)).headers
      const again = await get(url, { ...HTML, 'if-none-match': String(etag) })
      expect(again).toMatchObject({ status: 304, text: '', headers: { etag, 'cache-control': 'no-cache' } })
      expect((await get(url, { ...HTML, 'if-none-match': '"other"' })).status).toBe(200)
    }
  })

  test('answers HEAD without a body', async () => {
    for (const url of ['/', '/tasks']) {
      const answer = await fetch(server.url + url, { method: 'HEAD', headers: HTML })
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
  ])('is not at %s: that is the server’s own', async (url) => {
    const answer = await get(url)
    expect(answer.status).toBe(404)
    expect(answer.headers['content-type']).toMatch(/json/)
    expect(answer.text).not.toContain('<')
  })

  test('is no answer to what is no question for a page', async () => {
    const notFound = { status: 404, body: { error: 'NOT_FOUND', status: 404 } }
    expect(await get('/tasks', {})).toMatchObject(notFound)
    expect(await get('/tasks', { accept: '*/*' })).toMatchObject(notFound)
    expect(await get('/tasks', { accept: 'application/json' })).toMatchObject(notFound)
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'] as const)
      expect(await rest(server.app, method, '/tasks', { headers: HTML })).toMatchObject(notFound)
    expect(await rest(server.app, 'POST', '/', { headers: HTML })).toMatchObject(notFound)
  })

  test('varies by origin too, where origins matter', async () => {
    const root = path.join(folder, 'dist')
    const open = await serve(server.database, { CORS_ORIGINS: 'https://app.example.com' }, undefined, root)
    onTestFinished(() => open.app.close())
    const { vary } = (await rest(open.app, 'GET', '/tasks', { headers: HTML })).headers
    expect(String(vary).toLowerCase()).toBe('origin, accept')
  })
})

describe('its files', () => {
  test('whose names are hashed are kept for ever, whichever way they are encoded', async () => {
    for (const [accepted, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['identity', undefined],
    ] as const) {
      const answer = await server.app.inject({
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
    const css = await get('/assets/index-a1b2c3.css', { 'accept-encoding': 'br, gzip' })
    expect(css).toMatchObject({ status: 200, text: 'body{margin:0}' })
    expect(css.headers['content-encoding']).toBeUndefined()
  })

  test('that have a name of their own are asked for again', async () => {
    for (const [url, type] of [
      ['/favicon.svg', 'image/svg+xml'],
      ['/manifest.webmanifest', 'application/manifest+json'],
      ['/robots.txt', 'text/plain; charset=utf-8'],
    ] as const) {
      const { status, headers } = await get(url, {})
      expect(status, url).toBe(200)
      expect(headers).toMatchObject({
        'content-type': type,
        'cache-control': 'no-cache',
        etag: expect.any(String),
      })
      const again = await get(url, { 'if-none-match': String(headers.etag) })
      expect(again).toMatchObject({ status: 304, headers: { 'cache-control': 'no-cache' } })
      expect((await rest(server.app, 'HEAD', url)).status).toBe(200)
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
  ])('%s is none of them', async (url) => {
    const answer = await get(url, {})
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.text).not.toMatch(/outside of what|not to be seen|root:/)
  })
})

describe('what a page may load', () => {
  const policyOf = async (url: string) => String((await get(url)).headers['content-security-policy'])

  test('is the app’s own, and no style or script in the page', async () => {
    for (const url of [
      '/',
      '/tasks',
      '/assets/index-a1b2c3.js',
      '/api/v1/users/me',
      '/openapi.json',
      '/docs/docs.js',
    ]) {
      const policy = await policyOf(url)
      expect(policy, url).not.toContain('unsafe')
      for (const directive of [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
      ])
        expect(policy.split(';'), url).toContain(directive)
    }
  })

  test('but for styles in the two pages of documentation, which write theirs', async () => {
    const strict = await policyOf('/')
    for (const url of ['/docs', '/redoc']) {
      expect(await get(url)).toMatchObject({ status: 200, text: expect.stringContaining('<div id="docs">') })
      expect(await policyOf(url)).toBe(strict.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"))
    }
  })

  test('is there: every file that a page of documentation names', async () => {
    for (const page of ['/docs', '/redoc']) {
      const { text } = await get(page)
      const named = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url)
      expect(named.length).toBeGreaterThan(2)
      for (const url of named) expect((await get(url, {})).status, url).toBe(200)
    }
  })
})

test('where nothing has been built the server says so once, and serves everything else', async () => {
  const lines: string[] = []
  const nowhere = path.join(folder, 'nowhere')
  const bare = await serve(
    server.database,
    { LOG_LEVEL: 'warn' },
    { write: (line) => lines.push(line) },
    nowhere,
  )
  onTestFinished(() => bare.app.close())
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
