import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { TRPCError, tracked } from '@trpc/server'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import { restPlugin } from '../plugin.ts'
import { createApp, createContext, guarded, listen, portOf, t } from '../testing/test-app.ts'

const path = '/live'
const nothingSeen = () => ({
  input: undefined as unknown,
  signal: undefined as AbortSignal | undefined,
  begun: 0,
  pulled: 0,
  cleaned: 0,
})
let seen = nothingSeen()
/** What the next waiting streams are to do: a value, or an error. */
let feed: (() => unknown)[] = []

beforeEach(() => {
  seen = nothingSeen()
  feed = []
})

/** As `expect.poll`, on a machine that may be busy. */
const eventually = <T>(value: () => T) => expect.poll(value, { timeout: 15_000, interval: 10 })

/** Waits for what the test feeds it, and fails as `events.on` does when it is aborted. */
async function* waiting(signal: AbortSignal | undefined) {
  const mine = seen
  mine.begun++
  try {
    for (;;) {
      const next = feed.shift()
      if (next) yield next()
      else await new Promise((resolve) => setTimeout(resolve, 5))
      signal?.throwIfAborted()
    }
  } finally {
    mine.cleaned++
  }
}

async function* counting(values: Iterable<unknown>) {
  const mine = seen
  try {
    for (const value of values) {
      mine.pulled++
      yield value
    }
  } finally {
    mine.cleaned++
  }
}

function* large(count: number, size = 10_000) {
  for (let n = 0; n < count; n++) yield 'x'.repeat(size)
}

const live = t.procedure.meta({ openapi: { method: 'GET', path } })
const liveInput = z.object({ lastEventId: z.string().optional(), n: z.int().optional() })
const subscription = live.input(liveInput).subscription(({ input, signal }) => {
  Object.assign(seen, { input, signal })
  return waiting(signal)
})
const router = t.router({ live: subscription })
const finite = (values: Iterable<unknown>) =>
  t.router({ live: live.subscription(async () => counting(values)) })

/** A client that keeps what it has read. */
async function open(
  app: FastifyInstance,
  head: string | Buffer = `GET /api${path} HTTP/1.1`,
  { reads = true } = {},
) {
  if (!app.server.listening) await listen(app)
  const socket = connect(portOf(app), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  const client = { socket, text: '' }
  socket.on('error', () => {})
  if (reads) socket.setEncoding('utf8').on('data', (text) => (client.text += text))
  else socket.pause()
  await once(socket, 'connect')
  socket.write(head)
  socket.write('\r\nHost: x\r\n\r\n')
  return client
}

const opened = (client: { text: string }) => eventually(() => client.text).toContain('\r\n\r\n')
const closed = (socket: Socket) => eventually(() => socket.closed).toBe(true)
/** How many values have been pulled when no more are. */
async function pulledInAll() {
  let before = 0
  let unchanged = 0
  await eventually(() => {
    unchanged = before > 0 && seen.pulled === before ? unchanged + 1 : 0
    before = seen.pulled
    return unchanged
  }).toBeGreaterThan(5)
  return before
}
const bodyOf = async (app: FastifyInstance) => (await app.inject(`/api${path}`)).body

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

  it('sends every value as it comes, and ends with them', async () => {
    const app = await createApp(finite([tracked('1', null), tracked('2', { city: '東京 👩‍👩‍👧' }), 3]))
    const expected = ':\n\nid: 1\ndata: null\n\nid: 2\ndata: {"city":"東京 👩‍👩‍👧"}\n\ndata: 3\n\n'
    expect(await bodyOf(app)).toBe(expected)
    const port = await listen(app)
    expect(await (await fetch(`http://127.0.0.1:${port}/api${path}`)).text()).toBe(expected)
    expect(seen).toMatchObject({ pulled: 6, cleaned: 2 })
  })

  it('sends heartbeats', async () => {
    const client = await open(await createApp(router, { stream: { heartbeatMs: 20 } }))
    await eventually(() => client.text.match(/^:$/gm)?.length).toBeGreaterThan(3)
    feed.push(() => 'on')
    await eventually(() => client.text).toContain('data: "on"\n\n')
  })

  it('outlives the times that requests are given', async () => {
    const timeouts = { requestTimeout: 200, connectionTimeout: 200, keepAliveTimeout: 50 }
    const http = { headersTimeout: 200, connectionsCheckingInterval: 10 }
    const client = await open(await createApp(router, {}, { ...timeouts, http }))
    await opened(client)
    await new Promise((resolve) => setTimeout(resolve, 400))
    feed.push(() => 'still here')
    await eventually(() => client.text).toContain('still here')
  })
})

describe('input', () => {
  const read = async (query: string, headers = '', encoding: BufferEncoding = 'utf8') => {
    const head = Buffer.from(`GET /api${path}${query} HTTP/1.1${headers}`, encoding)
    const client = await open(await createApp(router), head)
    await opened(client)
    return seen.input
  }
  const header = (id: string) => `\r\nLast-Event-ID: ${id}`

  it('comes from the query, and from Last-Event-ID', async () => {
    expect(await read('?n=5')).toEqual({ n: 5 })
    expect(await read('?lastEventId=a')).toEqual({ lastEventId: 'a' })
    expect(await read('?n=5', header('b'))).toEqual({ n: 5, lastEventId: 'b' })
    expect(await read('?lastEventId=a', header('b'))).toEqual({ lastEventId: 'b' })
    expect(await read('?lastEventId=a', header(''))).toEqual({ lastEventId: 'a' })
    expect(await read('', header('東京'))).toEqual({ lastEventId: '東京' })
    expect(await read('', header('é'), 'latin1')).toEqual({ lastEventId: 'é' })
  })

  it('takes Last-Event-ID as its schema says, and nowhere else', async () => {
    const input = z.object({ lastEventId: z.int().optional() })
    const resumed = live.input(input).subscription(async ({ input }) => counting([input]))
    const query = t.procedure.meta({ openapi: { method: 'GET', path: '/query' } })
    const inPath = t.procedure.meta({ openapi: { method: 'GET', path: '/at/{lastEventId}' } })
    const app = await createApp(
      t.router({
        resumed,
        query: query.input(input).query(({ input }) => input),
        inPath: inPath
          .input(z.object({ lastEventId: z.string() }))
          .subscription(async ({ input }) => counting([input])),
        none: t.procedure
          .meta({ openapi: { method: 'GET', path: '/none' } })
          .subscription(async () => counting(['none'])),
      }),
    )
    const send = (url: string, id: string) => app.inject({ url, headers: { 'last-event-id': id } })
    expect((await send(`/api${path}`, '7')).body).toContain('data: {"lastEventId":7}')
    expect((await send(`/api${path}`, 'x')).json().issues).toMatchObject([{ path: ['lastEventId'] }])
    expect((await send('/api/query', '7')).json()).toEqual({})
    expect((await send('/api/at/3', '7')).body).toContain('data: {"lastEventId":"3"}')
    expect((await send('/api/none', '7')).body).toContain('none')
  })

  it('is refused as everywhere', async () => {
    const app = await createApp(router)
    const unknown = await app.inject(`/api${path}?m=1&n=x`)
    expect(unknown.statusCode).toBe(422)
    expect(unknown.json().issues.map(({ path }: { path: string[] }) => path)).toEqual([['m'], ['n']])
    const conditional = await app.inject({ url: `/api${path}`, headers: { 'if-match': '"1"' } })
    expect(conditional.statusCode).toBe(412)
    expect(seen.begun).toBe(0)
  })
})

describe('an error of the call', () => {
  it.each([
    ['UNAUTHORIZED', 401],
    ['FORBIDDEN', 403],
    ['NOT_FOUND', 404],
  ] as const)('is the answer: %s', async (code, status) => {
    const onError = vi.fn()
    const checked = live.subscription(async () => {
      await Promise.resolve()
      if (status > 0) throw new TRPCError({ code, message: 'No' })
      return counting([])
    })
    const app = await createApp(t.router({ live: checked }), { onError })
    const client = await open(app)
    await eventually(() => client.text).toContain('"requestId"')
    expect(client.text).toMatch(`HTTP/1.1 ${status} `)
    expect(client.text).toMatch('content-type: application/problem+json')
    expect(onError).toHaveBeenCalledTimes(1)
  })

  it('is that of a guard, of the context and of a result that is no stream', async () => {
    const guardedLive = guarded.meta({ openapi: { method: 'GET', path } })
    const app = await createApp(t.router({ live: guardedLive.subscription(() => waiting(undefined)) }))
    expect((await app.inject(`/api${path}`)).statusCode).toBe(401)
    const wrong = live.subscription((async () => ({ a: 1 })) as unknown as () => AsyncIterable<number>)
    expect((await (await createApp(t.router({ live: wrong }))).inject(`/api${path}`)).statusCode).toBe(500)
    const failing = await createApp(router, {
      createContext: () => {
        throw new TRPCError({ code: 'FORBIDDEN' })
      },
    })
    expect((await failing.inject(`/api${path}`)).statusCode).toBe(403)
  })

  it('leaves the connection to the next request', async () => {
    const app = await createApp(router)
    const client = await open(app, `GET /api${path}?m=1 HTTP/1.1`)
    await eventually(() => client.text).toContain('"requestId"')
    client.text = ''
    client.socket.write(`GET /api${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
    await opened(client)
    expect(client.text).toContain('HTTP/1.1 200 OK')
  })
})

describe('an error of the iterator', () => {
  it('is the last event', async () => {
    const onError = vi.fn()
    const app = await createApp(router, {
      onError,
      formatError: ({ code, message }, { procedure }) => ({
        status: 410,
        body: { code, message, procedure },
      }),
    })
    const client = await open(app)
    feed.push(
      () => 1,
      () => {
        throw new TRPCError({ code: 'CONFLICT', message: 'a\nb' })
      },
    )
    await closed(client.socket)
    expect(client.text).toContain('HTTP/1.1 200 OK')
    expect(client.text).toMatch(
      /data: 1\n\n\r\n[0-9a-f]+\r\nevent: error\ndata: {"code":"CONFLICT","message":"a\\nb","procedure":"live"}\n\n\r\n0\r\n\r\n$/,
    )
    expect(onError).toHaveBeenCalledTimes(1)
    expect(seen.signal?.aborted).toBe(false)
  })

  it('reveals no more than any other', async () => {
    async function* failing() {
      yield* []
      throw new Error('secret')
    }
    const body = await bodyOf(await createApp(t.router({ live: live.subscription(failing) })))
    expect(body).toContain('event: error\ndata: {"type":"about:blank","title":"Internal Server Error"')
    expect(body).not.toContain('secret')
  })

  it('is a value that cannot be written, too', async () => {
    const app = await createApp(finite([1, 2n, 3]))
    expect(await bodyOf(app)).toMatch(/^:\n\ndata: 1\n\nevent: error\ndata: .*\n\n$/)
    expect(seen).toMatchObject({ pulled: 2, cleaned: 1 })
  })

  it('that cannot be told ends the stream', async () => {
    const app = await createApp(router, {
      onError: () => {
        throw new Error('in onError')
      },
    })
    const client = await open(app)
    feed.push(() => {
      throw new Error('in the stream')
    })
    await closed(client.socket)
    expect(client.text).not.toContain('event: error')
  })
})

describe('a client that leaves', () => {
  it('aborts the signal, and lets the generator clean up, in silence', async () => {
    const onError = vi.fn()
    const client = await open(await createApp(router, { onError }))
    await opened(client)
    client.socket.destroy()
    await eventually(() => [seen.signal?.aborted, seen.cleaned]).toEqual([true, 1])
    expect(onError).not.toHaveBeenCalled()
  })

  it('ends iterators that only have a return', async () => {
    const end = vi.fn(async () => {
      throw new Error('while cleaning up')
    })
    const iterable = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}), return: end }),
    }
    const client = await open(await createApp(t.router({ live: live.subscription(() => iterable) })))
    await opened(client)
    client.socket.destroy()
    await eventually(() => end.mock.calls.length).toBe(1)
  })

  it('during the call is sent nothing', async () => {
    const end = vi.fn(async () => ({ done: true as const, value: undefined }))
    const next = vi.fn()
    const iterable = { [Symbol.asyncIterator]: () => ({ next, return: end }) }
    const slow = live.subscription(async ({ signal }) => {
      seen.signal = signal
      await new Promise((resolve) => signal?.addEventListener('abort', resolve))
      return iterable
    })
    const client = await open(await createApp(t.router({ live: slow })))
    await eventually(() => seen.signal).toBeDefined()
    client.socket.destroy()
    await eventually(() => end.mock.calls.length).toBe(1)
    expect(next).not.toHaveBeenCalled()
  })

  it('while its response waits behind another leaves both', async () => {
    const app = await createApp(router)
    const request = `GET /api${path} HTTP/1.1`
    const client = await open(app, `${request}\r\nHost: x\r\n\r\n${request}`)
    await eventually(() => seen.begun).toBe(2)
    client.socket.destroy()
    await eventually(() => seen.cleaned).toBe(2)
  })
})

describe('back-pressure', () => {
  it('pulls no more than the client takes', async () => {
    const client = await open(await createApp(finite(large(100_000))), undefined, { reads: false })
    const pulled = await pulledInAll()
    expect(pulled).toBeLessThan(3000)
    client.socket.resume()
    await eventually(() => seen.pulled).toBeGreaterThan(pulled + 3000)
    client.socket.destroy()
    await eventually(() => seen.cleaned).toBe(1)
  })

  it('disconnects a client that takes nothing', async () => {
    const app = await createApp(finite(large(100_000)), { stream: { stallMs: 100 } })
    await open(app, undefined, { reads: false })
    await eventually(() => seen.cleaned).toBe(1)
    expect(seen.pulled).toBeLessThan(3000)
  })

  it('is patient with a client that is slow', async () => {
    const app = await createApp(finite(large(1, 20_000_000)), { stream: { stallMs: 300 } })
    const { socket } = await open(app, undefined, { reads: false })
    let read = 0
    socket.on('data', (chunk: Buffer) => {
      read += chunk.length
    })
    for (let turn = 0; turn < 6; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 80))
      const goal = read + 1_000_000
      socket.resume()
      while (read < goal && !socket.closed) await new Promise(setImmediate)
      socket.pause()
    }
    socket.resume()
    await closed(socket)
    expect(read).toBeGreaterThan(20_000_000)
  })

  it('is over when all is taken', async () => {
    const client = await open(await createApp(router, { stream: { stallMs: 100 } }))
    feed.push(() => 'x'.repeat(5_000_000))
    await eventually(() => client.text.length).toBeGreaterThan(5_000_000)
    await new Promise((resolve) => setTimeout(resolve, 250))
    feed.push(() => 'still here')
    await eventually(() => client.text).toContain('still here')
  })

  it('adds no heartbeats to what is not taken', async () => {
    let reply: FastifyReply | undefined
    const app = await createApp(finite(large(100_000)), {
      stream: { heartbeatMs: 16 },
      createContext: (options) => {
        reply = options.res
        return createContext(options)
      },
    })
    await open(app, undefined, { reads: false })
    await eventually(() => reply?.raw.writableNeedDrain).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const { writableLength } = reply?.raw ?? {}
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(reply?.raw.writableLength).toBe(writableLength)
  })
})

it('calls onResponse once, however the stream ends', async () => {
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
  feed.push(() => {
    throw new Error()
  })
  await closed(failed.socket)
  expect(onResponse).toHaveBeenCalledTimes(2)
  await opened(await open(app))
  await app.close()
  expect(onResponse).toHaveBeenCalledTimes(3)
  expect(onResponse).toHaveBeenLastCalledWith(`/api${path}`, 200)
})

describe('closing', () => {
  it('ends what is open, at once', { timeout: 8000 }, async () => {
    const app = await createApp(router)
    const client = await open(app)
    await opened(client)
    await app.close()
    await closed(client.socket)
    expect(client.text).toMatch(/\r\n0\r\n\r\n$/)
    await eventually(() => [seen.signal?.aborted, seen.cleaned]).toEqual([true, 1])
  })

  it('does not wait for a client that takes nothing', { timeout: 8000 }, async () => {
    const onError = vi.fn()
    const app = await createApp(finite(large(100_000)), { onError })
    await open(app, undefined, { reads: false })
    await pulledInAll()
    await app.close()
    await eventually(() => seen.cleaned).toBe(1)
    expect(onError).not.toHaveBeenCalled()
  })

  it('ends what is opened meanwhile', { timeout: 8000 }, async () => {
    const ignore = () => {}
    let proceed = ignore
    const slow = live.subscription(async () => {
      await new Promise<void>((resolve) => {
        proceed = resolve
      })
      return waiting(undefined)
    })
    const app = await createApp(t.router({ live: slow }))
    const client = await open(app)
    await eventually(() => proceed).not.toBe(ignore)
    setTimeout(proceed, 50)
    await app.close()
    await closed(client.socket)
    expect(client.text).toMatch(/^HTTP\/1.1 200 OK\r\n.*text\/event-stream.*:\n\n$/s)
    expect(seen.begun).toBe(0)
  })
})

it.each(['HEAD', 'POST', 'PUT', 'DELETE'] as const)('%s is 405', async (method) => {
  const app = await createApp(router)
  const res = await app.inject({ method, url: `/api${path}` })
  expect([res.statusCode, res.headers.allow]).toEqual([405, 'GET, OPTIONS'])
})

it('gives up a call that took too long', async () => {
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
