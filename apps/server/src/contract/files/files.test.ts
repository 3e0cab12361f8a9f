import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type TestApp, testApp } from '../../testing/app.ts'
import { bearer, type Caller, rest } from '../../testing/caller.ts'
import { filesPath, textFile, upload, uploadRequest } from '../../testing/requests/uploads.ts'

let server: TestApp
let ada: Caller
beforeAll(async () => {
  server = await testApp()
  ada = await server.signIn()
})

const content = 'abcdefghij'.repeat(1000)
const sha256 = createHash('sha256').update(content).digest('hex')

describe('an upload', () => {
  test('is 201 with what is kept of it, and where', async () => {
    const path = await filesPath(ada)
    const { status, headers, body } = await upload(ada, path, textFile('a "b" Grüße.txt', content))
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        name: 'a "b" Grüße.txt',
        mediaType: 'text/plain',
        size: 10_000,
        sha256,
        createdAt: expect.any(String),
      },
    ])
    expect(headers.location).toBe(`${path}/${body.id}`)
    expect((await ada.rest('GET', path)).body).toEqual({ data: [body] })
  })

  test('over tRPC takes a form with the task in it', async () => {
    const { id: taskId } = await ada.trpc.task.create.mutate({ title: 'with files' })
    const form = new FormData()
    form.append('file', textFile('a.txt', content))
    form.append('taskId', taskId)
    const kept = await ada.trpc.file.upload.mutate(form)
    expect(kept).toMatchObject({ name: 'a.txt', size: 10_000, sha256 })
    expect(await ada.trpc.file.get.query({ taskId, id: kept.id })).toEqual(kept)
    expect(await ada.trpc.file.list.query({ taskId })).toEqual({ data: [kept] })
    expect(await ada.trpc.file.delete.mutate({ taskId, id: kept.id })).toBeUndefined()
    expect(await ada.trpc.file.list.query({ taskId })).toEqual({ data: [] })
  })

  test('with an Idempotency-Key is kept once, and another content with the key is 422', async () => {
    const path = await filesPath(ada)
    const key = { 'idempotency-key': 'upload' }
    const first = await upload(ada, path, textFile('a.txt', content), key)
    const again = await upload(ada, path, textFile('a.txt', content), key)
    expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true'])
    const other = await upload(ada, path, textFile('a.txt', `${content.slice(1)}x`), key)
    expect(other).toMatchObject({ status: 422, body: { issues: [{ path: ['Idempotency-Key'] }] } })
    expect((await ada.rest('GET', path)).body.data).toHaveLength(1)
    const { store } = server.services.files
    const keys = []
    for await (const name of store.keys()) if (name.startsWith(ada.id)) keys.push(name)
    const rows = await server.database.client.file.findMany({ where: { userId: ada.id } })
    expect(keys.sort()).toEqual(rows.map(({ userId, id }) => `${userId}/${id}`).sort())
  })

  test.each([
    ['read only', 'tasks:read', 403],
    ['of another resource', 'projects:write', 403],
    ['that writes tasks', 'tasks:write', 201],
  ] as const)('with an API key %s', async (_, scope, status) => {
    const path = await filesPath(ada)
    const { headers, body } = await uploadRequest(textFile())
    const answer = await rest(server.app, 'POST', path, {
      body,
      headers: { ...headers, ...(await ada.key(scope)) },
    })
    expect(answer.status).toBe(status)
  })
})

describe('a download', () => {
  let url: string
  beforeAll(async () => {
    const path = await filesPath(ada)
    url = `${path}/${(await upload(ada, path, textFile('Grüße 🦊.txt', content))).body.id}`
  })
  const get = (headers = {}) => ada.rest('GET', url, { headers })

  test('has the bytes, and headers that keep a browser from showing it', async () => {
    const { status, headers, text } = await get()
    expect([status, text]).toEqual([200, content])
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': '10000',
      'content-disposition': `attachment; filename="Gr??e ??.txt"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%F0%9F%A6%8A.txt`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'accept-ranges': 'bytes',
      etag: `"${sha256}"`,
    })
    expect(headers['cache-control']).toMatch(/private|no-store/)
  })

  test.each([
    ['bytes=0-9', 206, content.slice(0, 10), 'bytes 0-9/10000'],
    ['bytes=9990-', 206, content.slice(9990), 'bytes 9990-9999/10000'],
    ['bytes=-5', 206, content.slice(-5), 'bytes 9995-9999/10000'],
    ['bytes=9999-20000', 206, 'j', 'bytes 9999-9999/10000'],
    ['bytes=10000-', 416, '', 'bytes */10000'],
    ['bytes=5-1', 200, content, undefined],
    ['lines=1-2', 200, content, undefined],
    ['bytes=0-1,3-4', 200, content, undefined],
  ])('of %s is %i', async (range, status, text, contentRange) => {
    const answer = await get({ range })
    expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([
      status,
      text,
      contentRange,
    ])
  })

  test('that the client holds is 304, also with If-Range', async () => {
    expect(await get({ 'if-none-match': `"${sha256}"` })).toMatchObject({ status: 304, text: '' })
    expect(await get({ 'if-none-match': '"other"' })).toMatchObject({ status: 200 })
    expect(await get({ range: 'bytes=0-1', 'if-range': `"${sha256}"` })).toMatchObject({ status: 206 })
    expect(await get({ range: 'bytes=0-1', 'if-range': '"other"' })).toMatchObject({ status: 200 })
    expect(await get({ 'if-match': '"other"' })).toMatchObject({ status: 412 })
  })

  test('by HEAD has the same headers and no bytes', async () => {
    const { headers, text, status } = await ada.rest('HEAD', url)
    expect([status, text]).toEqual([200, ''])
    expect(headers).toMatchObject({ 'content-length': '10000', etag: `"${sha256}"` })
  })

  test('is as it was over a real connection', async () => {
    const answer = await fetch(server.url + url, { headers: bearer(ada) })
    expect(await answer.text()).toBe(content)
  })

  test('is 404 once it is deleted, and the deletion 204', async () => {
    const path = await filesPath(ada)
    const { id } = (await upload(ada, path, textFile())).body
    expect(await ada.rest('DELETE', `${path}/${id}`)).toMatchObject({ status: 204, text: '' })
    expect(await ada.rest('GET', `${path}/${id}`)).toMatchObject({ status: 404 })
    expect(await ada.rest('DELETE', `${path}/${id}`)).toMatchObject({ status: 404 })
  })

  test('whose bytes cannot be read is 503, and whoever runs the server is told why', async () => {
    const { files } = server.services
    const { onUnread } = files
    onTestFinished(() => {
      files.onUnread = onUnread
    })
    const causes: unknown[] = []
    files.onUnread = (cause) => causes.push(cause)
    const path = await filesPath(ada)
    const { id } = (await upload(ada, path, textFile())).body
    await files.store.delete(`${ada.id}/${id}`)
    expect(await ada.rest('GET', `${path}/${id}`)).toMatchObject({
      status: 503,
      body: { error: 'SERVICE_UNAVAILABLE', message: 'The file cannot be read just now; try again shortly' },
    })
    expect(causes).toEqual([expect.objectContaining({ code: 'ENOENT' })])
  })

  test('that is deleted while it is being opened is 404', async () => {
    const path = await filesPath(ada)
    const { id } = (await upload(ada, path, textFile())).body
    const { store } = server.services.files
    const { read } = store
    onTestFinished(() => {
      store.read = read
    })
    store.read = () =>
      new ReadableStream({
        start: async () => {
          await ada.rest('DELETE', `${path}/${id}`)
          throw new Error('there are no such bytes')
        },
      })
    expect(await ada.rest('GET', `${path}/${id}`)).toMatchObject({ status: 404 })
  })

  test('of nothing is empty', async () => {
    const path = await filesPath(ada)
    const { id } = (await upload(ada, path, textFile('empty.txt', ''))).body
    expect(await ada.rest('GET', `${path}/${id}`)).toMatchObject({ status: 200, text: '' })
    expect(await ada.rest('GET', `${path}/${id}`, { headers: { range: 'bytes=0-' } })).toMatchObject({
      status: 416,
    })
  })
})
