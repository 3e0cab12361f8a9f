import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { tracked } from '@trpc/server'
import fastify from 'fastify'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { restPlugin } from '../plugin.ts'
import {
  bodyOf,
  closed,
  eventually,
  feed,
  live,
  open,
  opened,
  path,
  router,
  seen,
  waiting,
  yielding,
} from '../testing/live.ts'
import { createApp, createContext, listen, portOf, t } from '../testing/test-app.ts'

describe('an open stream', () => {
  it('sends its head while it waits for the first value', async () => {
    const app = await createApp(router, {
      createContext: (options) => {
        options.res.header('x-context', 'yes').header('cache-control', 'public')
        return createContext(options)
      },
    })
    app.server.prependListener('request', (_req, res) => res.setHeader('x-raw', 'yes'))
    const client = await open(app)
    await opened(client)
    const [head, body] = client.text.split('\r\n\r\n')
    expect(head?.split('\r\n')).toEqual(
      expect.arrayContaining([
        'HTTP/1.1 200 OK',
        'content-type: text/event-stream; charset=utf-8',
        'cache-control: no-store',
        'x-accel-buffering: no',
        'x-context: yes',
        'x-raw: yes',
      ]),
    )
    expect(head).not.toMatch(/etag|public/i)
    expect(body).toContain(':\n\n')
    expect(seen).toMatchObject({ begun: 1, cleaned: 0 })
    expect(seen.signal?.aborted).toBe(false)
  })

  it('sends every value when it comes, and ends after the last', async () => {
    const app = await createApp(yielding([tracked('1', null), tracked('2', { city: '東京 👩‍👩‍👧' }), 3]))
    const expected = ':\n\nid: 1\ndata: null\n\nid: 2\ndata: {"city":"東京 👩‍👩‍👧"}\n\ndata: 3\n\n'
    expect(await bodyOf(app)).toBe(expected)
    const port = await listen(app)
    expect(await (await fetch(`http://127.0.0.1:${port}/api${path}`)).text()).toBe(expected)
    expect(seen).toMatchObject({ pulled: 6, cleaned: 2 })
  })

  it('sends heartbeats', async () => {
    const client = await open(await createApp(router, { stream: { heartbeatMs: 20 } }))
    await eventually(() => client.text.match(/^:$/gm)?.length).toBeGreaterThan(3)
    feed(() => 'on')
    await eventually(() => client.text).toContain('data: "on"\n\n')
  })

  it('outlives the time limits of requests and of silent connections', async () => {
    const limits = { requestTimeout: 200, connectionTimeout: 200, keepAliveTimeout: 50 }
    const http = { headersTimeout: 200, connectionsCheckingInterval: 10 }
    const app = await createApp(router, {}, { ...limits, http })
    const client = await open(app)
    await opened(client)
    // Both connections are younger than the stream, and are closed by those limits.
    const silent = connect(portOf(app), '127.0.0.1').resume()
    const unfinished = connect(portOf(app), '127.0.0.1').resume()
    onTestFinished(() => void [silent.destroy(), unfinished.destroy()])
    unfinished.write('GET / HTTP/1.1\r\n')
    await Promise.all([once(silent, 'close'), once(unfinished, 'close')])
    feed(() => 'still here')
    await eventually(() => client.text).toContain('still here')
  })
})

it('calls onResponse once for each stream, whether the client leaves, the stream fails or the server closes', async () => {
  const app = fastify()
  const onResponse = vi.fn()
  app.addHook('onResponse', async (req, { statusCode }) => onResponse(req.url, statusCode))
  app.register(restPlugin<typeof router>, { prefix: '/api', router, createContext })
  const left = await open(app)
  await opened(left)
  expect(onResponse).not.toHaveBeenCalled()
  left.socket.destroy()
  await eventually(() => onResponse.mock.calls.length).toBe(1)
  const failed = await open(app)
  feed(() => {
    throw new Error()
  })
  await closed(failed)
  expect(onResponse).toHaveBeenCalledTimes(2)
  await opened(await open(app))
  await app.close()
  expect(onResponse).toHaveBeenCalledTimes(3)
  expect(onResponse).toHaveBeenLastCalledWith(`/api${path}`, 200)
})

describe('a server that closes', () => {
  /** Longer than a test may take: nothing but the close ends a stream. */
  const endless = { stream: { stallMs: 600_000, heartbeatMs: 600_000 } }

  it('ends open streams at once', async () => {
    const app = await createApp(router, endless)
    const client = await open(app)
    await opened(client)
    await app.close()
    await closed(client)
    expect(client.text).toMatch(/\r\n0\r\n\r\n$/)
    await eventually(() => [seen.signal?.aborted, seen.cleaned]).toEqual([true, 1])
  })

  it('ends a stream that opens while it closes', async () => {
    const gate = new EventEmitter()
    const slow = live.subscription(async () => {
      gate.emit('called')
      await once(gate, 'release')
      return waiting(undefined)
    })
    const called = once(gate, 'called')
    const app = await createApp(t.router({ live: slow }), endless)
    const client = await open(app)
    await called
    const closing = app.close()
    await eventually(() => app.server.listening).toBe(false)
    gate.emit('release')
    await closing
    await closed(client)
    expect(client.text).toMatch(/^HTTP\/1.1 200 OK\r\n.*text\/event-stream.*:\n\n$/s)
    expect(seen.begun).toBe(0)
  })
})

it.each(['HEAD', 'POST', 'PUT', 'DELETE'] as const)('answers %s with 405', async (method) => {
  const app = await createApp(router)
  const res = await app.inject({ method, url: `/api${path}` })
  expect([res.statusCode, res.headers.allow]).toEqual([405, 'GET, OPTIONS'])
})

it('returns the iterator of a call that ended after the handler timeout', async () => {
  const end = vi.fn(async () => ({ done: true as const, value: undefined }))
  const slow = live.subscription(async ({ signal }) => {
    await new Promise((resolve) => signal?.addEventListener('abort', resolve))
    return { [Symbol.asyncIterator]: () => ({ next: end, return: end }) }
  })
  const app = await createApp(t.router({ live: slow }), {}, { handlerTimeout: 20 })
  const client = await open(app)
  await eventually(() => end.mock.calls.length).toBe(1)
  await eventually(() => client.text).toContain('HTTP/1.1 503')
})
