import {
  createTRPCClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpLink,
  httpSubscriptionLink,
  isNonJsonSerializable,
  splitLink,
  type TRPCClient,
  type TRPCClientError,
  type TRPCLink,
} from '@trpc/client'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createApp, handlers, type TestOptions } from './testing/test-app.ts'
import { TestEventSource } from './testing/test-event-source.ts'
import { makeRouter, type TestRouter, transformer } from './testing/test-router.ts'

describe.each(handlers)("tRPC's client and the %s plugin", (handler) => {
  const apps: FastifyInstance[] = []
  const serve = async (options: TestOptions = {}) => {
    const app = await createApp(handler, options)
    apps.push(app)
    return `${await app.listen({ port: 0, host: '127.0.0.1' })}/trpc`
  }
  let url: string
  let override: string
  let transforming: string
  beforeAll(async () => {
    url = await serve()
    override = await serve({ allowMethodOverride: true })
    transforming = await serve({ router: makeRouter({ transformer }) })
  })
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()))
  })

  const authorized = { authorization: 'ada' }
  const links: Record<string, (headers?: Record<string, string>) => TRPCLink<TestRouter>> = {
    httpLink: (headers = {}) => httpLink({ url, headers }),
    'httpLink with methodOverride': (headers = {}) =>
      httpLink({ url: override, headers, methodOverride: 'POST' }),
    httpBatchLink: (headers = {}) => httpBatchLink({ url, headers }),
    'httpBatchLink with methodOverride': (headers = {}) =>
      httpBatchLink({ url: override, headers, methodOverride: 'POST' }),
    httpBatchStreamLink: (headers = {}) => httpBatchStreamLink({ url, headers }),
    'httpBatchStreamLink by accept': (headers = {}) =>
      httpBatchStreamLink({ url, headers, streamHeader: 'accept' }),
  }

  describe.each(Object.entries(links))('%s', (name, link) => {
    let client: TRPCClient<TestRouter>
    beforeAll(() => {
      client = createTRPCClient<TestRouter>({ links: [link()] })
    })

    it('queries and mutates', async () => {
      expect(await client.echo.query({ a: ['é', null] })).toEqual({ input: { a: ['é', null] }, is: 'object' })
      expect(await client.count.query()).toBe('none')
      expect(await client.nothing.query()).toBe(undefined)
      expect(await client.nil.mutate()).toBe(null)
      expect(await client.a.b.c.query()).toBe('deep')
      expect(await client.add.mutate({ a: 1, b: 2 })).toEqual({ sum: 3 })
      expect(await client.late.inner.triple.mutate(2)).toBe(6)
      expect(await client.late.double.query(2)).toBe(4)
      expect(await createTRPCClient<TestRouter>({ links: [link(authorized)] }).me.query()).toBe('ada')
    })

    it('makes many calls at once', async () => {
      const calls = Array.from({ length: 20 }, (_, n) => client.count.query(n))
      expect(await Promise.all(calls)).toEqual([...Array(20).keys()])
      const [ok, failed, added] = await Promise.allSettled([
        client.count.query(1),
        client.me.query(),
        client.add.mutate({ a: 1, b: 1 }),
      ])
      expect(ok).toEqual({ status: 'fulfilled', value: 1 })
      expect(failed).toMatchObject({
        reason: { data: { code: 'UNAUTHORIZED', httpStatus: 401, path: 'me' } },
      })
      expect(added).toEqual({ status: 'fulfilled', value: { sum: 2 } })
    })

    it('gets errors in the shape of the formatter', async () => {
      const failed = (call: Promise<unknown>) =>
        call.then(
          () => expect.fail('It did not fail'),
          (error: TRPCClientError<TestRouter>) => error,
        )
      const invalid = await failed(client.count.query('x' as never))
      expect(invalid.name).toBe('TRPCClientError')
      expect(invalid.shape).toMatchObject({
        code: -32600,
        data: { code: 'BAD_REQUEST', issues: 1, path: 'count' },
      })
      expect(invalid.data).toHaveProperty('formatted', {
        user: null,
        input: 'x',
        path: 'count',
        type: 'query',
      })
      const notFound = await failed(client.fail.query({ code: 'NOT_FOUND', message: 'Not there' }))
      expect([notFound.message, notFound.data?.httpStatus]).toEqual(['Not there', 404])
      const missing = await failed(
        (client as unknown as { gone: { query: () => Promise<void> } }).gone.query(),
      )
      expect(missing.data).toMatchObject({ code: 'NOT_FOUND', path: 'gone' })
      const wrong = await failed(
        (client.add as unknown as { query: (input: unknown) => Promise<void> }).query({}),
      )
      const streamed = name.startsWith('httpBatchStream')
      const posted = name.endsWith('methodOverride')
      expect(wrong.data?.code).toBe(posted ? 'BAD_REQUEST' : 'METHOD_NOT_SUPPORTED')
      if (!streamed) {
        expect(wrong.meta?.response).toMatchObject({ status: posted ? 400 : 405 })
      }
    })

    it('can abort a call', async () => {
      const controller = new AbortController()
      const call = client.count.query(1, { signal: controller.signal })
      controller.abort()
      await expect(call).rejects.toMatchObject({ name: 'TRPCClientError', cause: { name: 'AbortError' } })
      expect(await client.count.query(2)).toBe(2)
    })
  })

  it('streams asynchronous outputs', async () => {
    const client = createTRPCClient<TestRouter>({ links: [httpBatchStreamLink({ url })] })
    const values: number[] = []
    for await (const value of await client.iterable.query()) values.push(value)
    expect(values).toEqual([1])
    expect(await (await client.promise.query()).soon).toBe(1)
    const plain = createTRPCClient<TestRouter>({ links: [httpBatchLink({ url })] })
    await expect(plain.iterable.query()).rejects.toMatchObject({ data: { code: 'UNSUPPORTED_MEDIA_TYPE' } })
  })

  it.each([httpLink, httpBatchLink, httpBatchStreamLink])('transforms', async (link) => {
    const client = createTRPCClient<TestRouter>({
      links: [link({ url: transforming, transformer } as never)],
    })
    expect(await client.date.query(new Date(1))).toEqual(new Date(2))
    await expect(client.count.query('x' as never)).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } })
    // A stream breaks off instead.
    const message = link === httpBatchStreamLink ? expect.any(String) : 'Cannot serialize'
    await expect(client.explode.query()).rejects.toMatchObject({ name: 'TRPCClientError', message })
  })

  it('sends forms, and bytes if the app has a parser', async () => {
    const client = createTRPCClient<TestRouter>({
      links: [
        splitLink({
          condition: ({ input }) => isNonJsonSerializable(input),
          true: httpLink({ url }),
          false: httpBatchLink({ url }),
        }),
      ],
    })
    const form = new FormData()
    form.set('name', 'ada')
    form.set('file', new File(['x'.repeat(1000)], 'x.txt'))
    expect(await client.upload.mutate(form)).toEqual(['name', 'file'])
    await expect(client.upload.mutate({} as never)).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } })
    // Neither plugin parses bytes: the app has to add a parser.
    await expect(client.bytes.mutate(new Blob(['abc']))).rejects.toMatchObject({
      meta: { response: { status: 415 } },
    })
  })

  it('subscribes, and continues after the last event id', async () => {
    const client = createTRPCClient<TestRouter>({
      links: [httpSubscriptionLink({ url, EventSource: TestEventSource })],
    })
    const seen: unknown[] = []
    const subscribe = (input: { to: number; lastEventId?: string }) =>
      new Promise<void>((resolve, reject) => {
        client.ticks.subscribe(input, {
          onData: ({ id, data }) => seen.push([id, data.n]),
          onComplete: resolve,
          onError: reject,
        })
      })
    await subscribe({ to: 3 })
    await subscribe({ to: 5, lastEventId: '3' })
    expect(seen).toEqual([1, 2, 3, 4, 5].map((n) => [String(n), n]))
    await expect(subscribe({ to: 'x' as never })).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } })
  })

  it('resumes a subscription when its connection breaks', async () => {
    const ids: (string | undefined)[] = []
    const seen: number[] = []
    const breaking = await serve({
      createContext: ({ req, res }) => {
        ids.push(req.headers['last-event-id']?.toString())
        return { user: undefined, res, received: () => expect.poll(() => seen).toContain(2) }
      },
    })
    const client = createTRPCClient<TestRouter>({
      links: [httpSubscriptionLink({ url: breaking, EventSource: TestEventSource })],
    })
    const states = vi.fn()
    await new Promise<void>((resolve, reject) => {
      client.ticks.subscribe(
        { to: 3, breakAfter: 2 },
        {
          onData: ({ data }) => seen.push(data.n),
          onConnectionStateChange: ({ state }) => states(state),
          onComplete: resolve,
          onError: reject,
        },
      )
    })
    expect(seen).toEqual([1, 2, 3])
    expect(ids).toEqual([undefined, '2'])
    expect(states.mock.calls.flat()).toEqual(['connecting', 'pending', 'connecting', 'pending', 'idle'])
  })
})
