import type { AppRouter } from '@tandem/api'
import { createTRPCClient, httpBatchLink, httpBatchStreamLink, httpLink, TRPCClientError } from '@trpc/client'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { bearer, type Caller } from '../testing/caller.ts'

let server: TestApp
let ada: Caller

beforeAll(async () => {
  server = await testApp()
  ada = await server.signIn()
})

const LINKS = { httpLink, httpBatchLink, httpBatchStreamLink }

describe.each(Object.entries(LINKS))('the official client over %s', (_, link) => {
  const client = (token = ada.token) =>
    createTRPCClient<AppRouter>({
      links: [link({ url: `${server.url}/trpc`, headers: { authorization: `Bearer ${token}` } })],
    })

  test('creates, reads, updates, lists and deletes a task', async () => {
    const { task } = client()
    const made = await task.create.mutate({ title: 'Buy milk', tags: ['home'] })
    expect(await task.get.query({ id: made.id })).toEqual(made)
    expect((await task.update.mutate({ id: made.id, status: 'done' })).completedAt).not.toBeNull()
    expect((await task.list.query({ tag: 'home', limit: 5 })).data.map(({ id }) => id)).toContain(made.id)
    expect(await task.delete.mutate({ id: made.id })).toBeUndefined()
  })

  test('concurrent calls each get their own result', async () => {
    const { task } = client()
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, i) => task.create.mutate({ title: `n${i}` })),
    )
    const read = await Promise.allSettled([
      ...made.map(({ id }) => task.get.query({ id })),
      task.get.query({ id: uuidv7() }),
    ])
    expect(read.slice(0, 8).map((r) => r.status === 'fulfilled' && r.value.title)).toEqual(
      made.map(({ title }) => title),
    )
    expect(read[8]).toMatchObject({
      status: 'rejected',
      reason: { data: { error: 'NOT_FOUND', httpStatus: 404 } },
    })
  })

  test('an error has its code, issues and request id, and no stack', async () => {
    const call = client().task.create.mutate({ title: '', colour: 'red' } as never)
    const error = await call.catch((reason: unknown) => reason)
    if (!(error instanceof TRPCClientError)) throw error
    expect(error.data).toEqual({
      error: 'VALIDATION_ERROR',
      code: 'UNPROCESSABLE_CONTENT',
      httpStatus: 422,
      path: 'task.create',
      requestId: expect.any(String),
      issues: [
        { path: ['title'], message: 'must not be empty' },
        { path: ['colour'], message: expect.stringContaining('colour') },
      ],
    })
  })

  test('without a token it is UNAUTHORIZED', async () => {
    const error = await client('nonsense')
      .task.list.query()
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ data: { error: 'UNAUTHORIZED', httpStatus: 401 } })
  })
})

describe('over the wire', () => {
  const post = (path: string, body: string, type = 'application/json') =>
    fetch(`${server.url}/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${ada.token}` },
      body,
    })

  test('a batch of 20 is served; one of 21, and a path of commas, are refused', async () => {
    const batch = (n: number) => {
      const input = JSON.stringify(Object.fromEntries(Array.from({ length: n }, (_, i) => [i, {}])))
      const url = `${server.url}/trpc/${Array(n).fill('task.list').join(',')}?batch=1&input=${encodeURIComponent(input)}`
      return fetch(url, { headers: { authorization: `Bearer ${ada.token}` } })
    }
    expect((await batch(20)).status).toBe(200)
    expect((await batch(21)).status).toBe(400)
    const commas = await fetch(`${server.url}/trpc/${','.repeat(4000)}?batch=1&input=%7B%7D`)
    expect(commas.status).toBe(400)
  })

  test.each([
    ['malformed JSON', '{"title":', 'application/json', 400, 'BAD_REQUEST'],
    [
      'a body over 1 MiB',
      JSON.stringify({ title: 'x'.repeat(1024 * 1024) }),
      'application/json',
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    ['another content type', '<title/>', 'text/xml', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['no body', '', 'application/json', 422, 'VALIDATION_ERROR'],
    ['a wrong type', '{"title":5}', 'application/json', 422, 'VALIDATION_ERROR'],
  ])('%s is a tRPC error', async (_, body, type, status, error) => {
    const answer = await post('task.create', body, type)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({
      error: { data: { error, httpStatus: status, requestId: expect.any(String) } },
    })
  })

  test.each<[string, string, RequestInit, number]>([
    ['a batch of 21', `${Array(21).fill('task.list').join()}?batch=1`, {}, 400],
    ['a batch of queries and mutations', 'task.list,task.create?batch=1', {}, 400],
    [
      'a batch with an Idempotency-Key',
      'task.create,task.create?batch=1',
      { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': 'k' }, body: '{}' },
      400,
    ],
    ['another method', 'task.list', { method: 'PUT' }, 415],
    ['another content type', 'task.create', { method: 'POST', body: 'x' }, 415],
    ['malformed connection params', 'task.list?connectionParams=x', {}, 400],
  ])('%s is refused as JSON, with the request id of the header', async (_, path, init, status) => {
    const answer = await fetch(`${server.url}/trpc/${path}`, init)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    const requestId = answer.headers.get('x-request-id')
    const [body] = [await answer.json()].flat()
    expect(body).toMatchObject({ error: { data: { httpStatus: status, requestId } } })
  })

  test('queries may be sent in a body, one by one and in batches', async () => {
    const link = { url: `${server.url}/trpc`, methodOverride: 'POST' as const, headers: bearer(ada) }
    for (const client of [httpLink(link), httpBatchLink(link), httpBatchStreamLink(link)]) {
      const { task } = createTRPCClient<AppRouter>({ links: [client] })
      const [list, stats] = await Promise.all([task.list.query({ tag: 'none has it' }), task.stats.query()])
      expect(list.data).toEqual([])
      expect(stats).toHaveProperty('total')
    }
  })

  test('an unknown procedure is 404, the wrong method 405', async () => {
    const unknown = await post('task.explode', '{}')
    expect([unknown.status, await unknown.json()]).toMatchObject([
      404,
      { error: { data: { error: 'NOT_FOUND' } } },
    ])
    const wrong = await fetch(`${server.url}/trpc/task.create`)
    expect([wrong.status, await wrong.json()]).toMatchObject([
      405,
      { error: { data: { error: 'METHOD_NOT_ALLOWED' } } },
    ])
  })

  test('responses are not cached', async () => {
    const answer = await post('task.create', '{"title":"x"}')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-request-id')).toBeTruthy()
  })
})
