import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { appRouter } from '@tandem/api'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { serveDuringTest, testApp } from '../../testing/app.ts'
import { type Caller, type Method, PASSWORD } from '../../testing/caller.ts'
import { openEvents } from '../../testing/requests/event-stream.ts'
import { isSecret } from './secret-answers.ts'

const DECODE = { gzip: gunzipSync, br: brotliDecompressSync }
type Coding = keyof typeof DECODE

const LONG = 'long '.repeat(500)

/** Asks over HTTP and not with `fetch`, which decodes what it gets. */
async function ask(
  path: string,
  { method = 'GET' as Method, as, accept, headers = {}, json }: AskOptions = {},
) {
  const { app } = await testApp()
  const answer = await app.inject({
    method,
    url: path,
    headers: {
      ...(accept !== undefined && { 'accept-encoding': accept }),
      ...(as && { authorization: `Bearer ${as.token}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json !== undefined && { payload: JSON.stringify(json) }),
  })
  const coding = answer.headers['content-encoding'] as Coding | undefined
  const bytes = answer.rawPayload
  return {
    status: answer.statusCode,
    headers: answer.headers,
    coding,
    bytes,
    text: (coding && bytes.length > 0 ? DECODE[coding](bytes) : bytes).toString(),
  }
}

interface AskOptions {
  method?: Method
  as?: Caller
  accept?: string
  headers?: Record<string, string>
  json?: unknown
}

/** A user with a long list and a long task. */
async function withTasks() {
  const ada = await (await testApp()).signIn()
  const { body: task } = await ada.rest('POST', ada.tasks, { json: { title: 'x', description: LONG } })
  const lists = [
    ada.tasks,
    '/trpc/task.list?input={}',
    '/trpc/task.list,task.tags?batch=1&input={"0":{},"1":{}}',
  ]
  return { ada, task, path: `${ada.tasks}/${task.id}`, lists: lists.map(encodeURI) }
}

test.each([
  ['gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0.5, gzip', 'gzip'],
  ['*', 'br'],
  ['gzip;q=0', undefined],
  ['identity', undefined],
  ['deflate', undefined],
  ['', undefined],
  [undefined, undefined],
])('a client that accepts %s gets a list as %s, over both APIs', async (accept, coding) => {
  const { ada, lists } = await withTasks()
  for (const list of lists) {
    const plain = await ask(list, { as: ada })
    const answer = await ask(list, { as: ada, ...(accept !== undefined && { accept }) })
    expect([answer.status, answer.coding, answer.text]).toEqual([200, coding, plain.text])
    expect(answer.headers['content-length']).toBe(String(answer.bytes.length))
    if (coding) expect(answer.bytes.length).toBeLessThan(plain.bytes.length / 3)
    for (const { headers } of [plain, answer]) expect(headers.vary).toMatch(/accept-encoding/)
  }
})

test('a list that is held compressed is answered with 304', async () => {
  const {
    ada,
    lists: [list = ''],
  } = await withTasks()
  const plain = await ask(list, { as: ada })
  const { headers } = await ask(list, { as: ada, accept: 'gzip' })
  expect(headers.etag).toBe(plain.headers.etag)
  expect(headers.etag).toMatch(/^W\//)
  const held = { 'if-none-match': String(headers.etag) }
  expect(await ask(list, { as: ada, accept: 'gzip', headers: held })).toMatchObject({ status: 304, text: '' })
})

test('a strong tag names the coding, and is good for conditions on reads and writes', async () => {
  const { ada, path } = await withTasks()
  expect((await ask(path, { as: ada })).headers.etag).toBe('"1"')
  const { headers } = await ask(path, { as: ada, accept: 'gzip' })
  expect(headers.etag).toBe('"1-gzip"')
  const tag = String(headers.etag)
  const read = await ask(path, { as: ada, accept: 'gzip', headers: { 'if-none-match': tag } })
  expect([read.status, read.headers.etag]).toEqual([304, '"1-gzip"'])

  const write = (ifMatch: string) =>
    ask(path, { as: ada, method: 'PATCH', headers: { 'if-match': ifMatch }, json: { title: 'y' } })
  expect((await write(`W/${tag}`)).status).toBe(412)
  const written = await write(tag)
  expect([written.status, written.headers.etag]).toEqual([200, '"2"'])
  expect((await write(tag)).status).toBe(412)
  const stale = await ask(path, { as: ada, accept: 'gzip', headers: { 'if-none-match': tag } })
  expect([stale.status, stale.headers.etag]).toEqual([200, '"2-gzip"'])
})

test('HEAD has the headers of GET', async () => {
  const {
    ada,
    lists: [list = ''],
  } = await withTasks()
  const get = await ask(list, { as: ada, accept: 'gzip' })
  const head = await ask(list, { as: ada, accept: 'gzip', method: 'HEAD' })
  for (const name of ['content-encoding', 'content-length', 'content-type', 'etag', 'vary'])
    expect([name, head.headers[name]]).toEqual([name, get.headers[name]])
  expect(head.text).toBe('')
})

test('a short answer and an error are left alone', async () => {
  const { ada } = await withTasks()
  expect((await ask('/api/v1/users/me', { as: ada, accept: 'gzip' })).coding).toBeUndefined()
  expect(await ask(`${ada.tasks}/x`, { as: ada, accept: 'gzip' })).toMatchObject({
    status: 422,
    coding: undefined,
  })
})

test('streams and files are left alone', async () => {
  const server = await serveDuringTest()
  const ada = await server.signIn()
  const { body: task } = await ada.rest('POST', ada.tasks, { json: { title: 'x', description: LONG } })
  const headers = { authorization: `Bearer ${ada.token}`, 'accept-encoding': 'gzip' }
  const stream = await openEvents(`${server.url}${ada.tasks}/events`, { ...headers, 'last-event-id': '0' })
  onTestFinished(() => stream.close())
  await expect.poll(() => stream.text()).toContain(LONG)
  expect(stream.headers).not.toHaveProperty('content-encoding')

  const form = new FormData()
  form.set('file', new File([LONG], 'long.txt'))
  const files = `${server.url}${ada.tasks}/${task.id}/files`
  const uploaded = await fetch(files, { method: 'POST', headers, body: form })
  const { id } = JSON.parse(await uploaded.text())
  const file = await fetch(`${files}/${id}`, { headers })
  expect(file.headers.get('content-encoding')).toBeNull()
  expect(await file.text()).toBe(LONG)
})

test('an answer with a secret is left alone, also in a batch', async () => {
  const { ada } = await withTasks()
  const name = 'n'.repeat(100)
  const scopes = ['tasks:read']
  const keys = Array.from({ length: 20 }, () =>
    ada.rest('POST', '/api/v1/users/me/api-keys', { json: { name, scopes } }),
  )
  await Promise.all(keys)
  const calls: [string, AskOptions][] = [
    ['/api/v1/users/me/api-keys', {}],
    ['/trpc/apiKey.list?input={}', {}],
    [encodeURI('/trpc/task.list,apiKey.list?batch=1&input={}'), {}],
    ['/trpc/apiKey.create', { method: 'POST', json: { name, scopes } }],
    [
      '/trpc/auth.token?batch=1',
      { method: 'POST', json: { 0: { grant_type: 'password', username: ada.email, password: PASSWORD } } },
    ],
  ]
  for (const [path, options] of calls) {
    const answer = await ask(path, { as: ada, accept: 'gzip', ...options })
    expect([path, answer.status, answer.coding]).toEqual([path, 200, undefined])
  }
})

test('every procedure that answers with something secret is left out of compression', () => {
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: unknown }>
  const secret = Object.entries(procedures).filter(([, { _def }]) => {
    const { output } = _def as { output?: unknown }
    const schema = output instanceof z.ZodType && z.toJSONSchema(output, { unrepresentable: 'any' })
    return /"(?:key|url|path|secret|password|[a-z_]*token)":\{/i.test(JSON.stringify(schema))
  })
  expect(secret.length).toBeGreaterThan(2)
  for (const [path] of secret) expect([path, isSecret(path)]).toEqual([path, true])
})

test('documents and the calendar are compressed, too', async () => {
  const { ada } = await withTasks()
  for (const path of ['/openapi.json', '/docs/swagger-ui-bundle.js', '/redoc/redoc.standalone.js']) {
    const plain = await ask(path)
    for (const accept of ['gzip', 'br', 'gzip']) {
      const answer = await ask(path, { accept })
      expect([path, answer.coding, answer.text === plain.text]).toEqual([path, accept, true])
    }
    expect(plain.headers.vary).toBe('accept-encoding')
  }
  const due = { title: 'x', description: LONG, dueAt: '2027-01-01T00:00:00Z' }
  await ada.rest('POST', ada.tasks, { json: due })
  const { body: feed } = await ada.rest('POST', '/api/v1/users/me/calendar', { json: {} })
  const [plain, packed] = [await ask(feed.path), await ask(feed.path, { accept: 'gzip' })]
  expect([packed.coding, packed.text === plain.text, packed.headers.etag]).toEqual([
    'gzip',
    true,
    plain.headers.etag,
  ])
})
