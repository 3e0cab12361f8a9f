import { EventEmitter, once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { initTRPC } from '@trpc/server'
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { trpcPlugin } from './plugin.ts'
import { type Handler, handlers, listen } from './testing/test-app.ts'

const t = initTRPC.create({ isDev: false })

/** A router whose calls tell their signals, and end when `release` is called or the client leaves. */
function makeSlow() {
  const signals: AbortSignal[] = []
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const wait = async ({ signal }: { signal: AbortSignal | undefined }) => {
    if (!signal) return 'none'
    signals.push(signal)
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    await Promise.race([released, aborted])
    return signal.aborted
  }
  const router = t.router({ get: t.procedure.query(wait), post: t.procedure.mutation(wait) })
  return { router, signals, release: () => release() }
}

type Slow = ReturnType<typeof makeSlow>

async function serve(
  handler: Handler,
  slow: Slow,
  decorate: (app: FastifyInstance) => void = () => {},
  server: FastifyServerOptions = {},
): Promise<number> {
  return listen(createServer(handler, slow, decorate, server))
}

function createServer(
  handler: Handler,
  { router }: Slow,
  decorate: (app: FastifyInstance) => void = () => {},
  server: FastifyServerOptions = {},
): FastifyInstance {
  const app = fastify({ forceCloseConnections: true, ...server })
  decorate(app)
  const prefix = '/trpc'
  if (handler === 'official') app.register(fastifyTRPCPlugin, { prefix, trpcOptions: { router } })
  else app.register(trpcPlugin<Slow['router']>, { prefix, router })
  return app
}

/** Everything the server sends on one socket, which is left open. */
async function open(port: number) {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk
  })
  return { socket, received: () => received }
}

const waitFor = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 5 })

const get = (path: string) => `GET /trpc/${path} HTTP/1.1\r\nHost: x\r\n\r\n`
const post = (path: string, body: string) =>
  `POST /trpc/${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`

describe.each(handlers)('the %s plugin', (handler) => {
  it.each([get('get'), post('post', '1'), get('get,get?batch=1'), post('post,post?batch=1', '{}')])(
    'aborts when the client leaves: %j',
    async (request) => {
      const slow = makeSlow()
      const { socket } = await open(await serve(handler, slow))
      socket.write(request)
      const calls = request.includes('batch') ? 2 : 1
      await waitFor(() => expect(slow.signals).toHaveLength(calls))
      expect(slow.signals.map((signal) => signal.aborted)).not.toContain(true)
      socket.destroy()
      await waitFor(() => expect(slow.signals.map((signal) => signal.aborted)).not.toContain(false))
      expect(slow.signals[0]?.reason).toMatchObject({ name: 'AbortError' })
    },
  )

  it('aborts a call whose response waits behind another on its socket', async () => {
    const slow = makeSlow()
    const { socket } = await open(await serve(handler, slow))
    socket.write(get('get') + get('get'))
    await waitFor(() => expect(slow.signals).toHaveLength(2))
    socket.destroy()
    await waitFor(() => expect(slow.signals.map((signal) => signal.aborted)).toEqual([true, true]))
  })

  it('does not abort answered calls when their socket is used again and closed in the end', async () => {
    const slow = makeSlow()
    const app = createServer(handler, slow)
    const connection = once(app.server, 'connection')
    const { socket, received } = await open(await listen(app))
    for (const [index, request] of [get('get'), post('post', '1'), get('get')].entries()) {
      socket.write(request)
      await waitFor(() => expect(slow.signals).toHaveLength(index + 1))
      slow.release()
      await waitFor(() => expect(received().match(/"data":false/g)).toHaveLength(index + 1))
    }
    const [serverSide] = await connection
    socket.end()
    await once(serverSide, 'close')
    expect(slow.signals.map((signal) => signal.aborted)).toEqual([false, false, false])
  })

  it('answers over HTTP/2', async () => {
    const slow = makeSlow()
    slow.release()
    const port = await serve(handler, slow, () => {}, { http2: true } as FastifyServerOptions)
    const client = connectHttp2(`http://127.0.0.1:${port}`)
    onTestFinished(() => client.close())
    const send = async (headers: Record<string, string>, body?: string) => {
      const stream = client.request(headers)
      stream.end(body)
      let text = ''
      for await (const chunk of stream) text += chunk
      return text
    }
    expect(await send({ ':path': '/trpc/get,get?batch=1' })).toBe(
      '[{"result":{"data":false}},{"result":{"data":false}}]',
    )
    const json = { 'content-type': 'application/json' }
    expect(await send({ ':method': 'POST', ':path': '/trpc/post', ...json }, '1')).toBe(
      '{"result":{"data":false}}',
    )
    const left = makeSlow()
    const other = connectHttp2(
      `http://127.0.0.1:${await serve(handler, left, () => {}, { http2: true } as FastifyServerOptions)}`,
    )
    other.request({ ':path': '/trpc/get' })
    await waitFor(() => expect(left.signals).toHaveLength(1))
    other.destroy()
    await waitFor(() => expect(left.signals[0]?.aborted).toBe(true))
  })
})

it('aborts at once when the client left before the call', async () => {
  const slow = makeSlow()
  const hooks = new EventEmitter()
  const hooked = once(hooks, 'preHandler')
  const port = await serve('ours', slow, (app) => {
    app.addHook('preHandler', async (_req, reply) => {
      hooks.emit('preHandler')
      await once(reply.raw, 'close')
    })
  })
  const { socket } = await open(port)
  socket.write(get('get'))
  await hooked
  socket.destroy()
  await waitFor(() => expect(slow.signals.map((signal) => signal.aborted)).toEqual([true]))
})

describe('requests only a socket can send', () => {
  const requests = {
    'no host': 'GET /trpc/get HTTP/1.0\r\n\r\n',
    'an empty host': 'GET /trpc/get HTTP/1.1\r\nHost:\r\n\r\n',
    'a host that is none': 'GET /trpc/get HTTP/1.1\r\nHost: a b\r\n\r\n',
    'a host with a bad port': 'GET /trpc/get HTTP/1.1\r\nHost: x:99999\r\n\r\n',
    'a host with a user': 'GET /trpc/get HTTP/1.1\r\nHost: user@x\r\n\r\n',
    'a host with a path': 'GET /trpc/get HTTP/1.1\r\nHost: x/trpc?batch=1\r\n\r\n',
    'an absolute URL': 'GET http://y/trpc/get?batch=1 HTTP/1.1\r\nHost: x\r\n\r\n',
    'an absolute URL with a user': 'GET http://a:b@y/trpc/get HTTP/1.1\r\nHost: x\r\n\r\n',
    'two slashes': 'GET //trpc/get HTTP/1.1\r\nHost: x\r\n\r\n',
    'three slashes': 'GET ///trpc/get HTTP/1.1\r\nHost: x\r\n\r\n',
    'slashes within': 'GET /trpc//get HTTP/1.1\r\nHost: x\r\n\r\n',
    'a backslash': 'GET /\\trpc/get HTTP/1.1\r\nHost: x\r\n\r\n',
    'a fragment': 'GET /trpc/get#?batch=1 HTTP/1.1\r\nHost: x\r\n\r\n',
    'a fragment after the query': 'GET /trpc/get?x#&batch=1 HTTP/1.1\r\nHost: x\r\n\r\n',
    'a semicolon': 'GET /trpc/get;batch=1 HTTP/1.1\r\nHost: x\r\n\r\n',
    dots: 'GET /trpc/../trpc/get HTTP/1.1\r\nHost: x\r\n\r\n',
    'two question marks': 'GET /trpc/get??batch=1 HTTP/1.1\r\nHost: x\r\n\r\n',
    'no UTF-8': 'GET /trpc/get?batch=1&\xff=\xe9 HTTP/1.1\r\nHost: x\r\n\r\n',
    'a chunked body':
      'POST /trpc/post?batch=1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    'a body on GET':
      'GET /trpc/get HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{',
    'an empty content type': 'GET /trpc/get HTTP/1.1\r\nHost: x\r\nContent-Type:\r\n\r\n',
    'two content types': `POST /trpc/post HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\n1`,
    'two accepts':
      'GET /trpc/get?batch=1 HTTP/1.1\r\nHost: x\r\nAccept: a/b\r\nAccept: application/jsonl\r\n\r\n',
    'a body too short':
      'POST /trpc/post HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n',
    TRACE: 'TRACE /trpc/get HTTP/1.1\r\nHost: x\r\n\r\n',
    QUERY:
      'QUERY /trpc/get HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n1',
    HEAD: 'HEAD /trpc/get HTTP/1.1\r\nHost: x\r\n\r\n',
  }

  it.each(Object.entries(requests))('%s', async (_, request) => {
    const answers = await Promise.all(
      handlers.map(async (handler) => {
        const slow = makeSlow()
        slow.release()
        const { socket, received } = await open(
          await serve(handler, slow, () => {}, { routerOptions: { ignoreDuplicateSlashes: true } }),
        )
        socket.end(Buffer.from(request, 'latin1'))
        await once(socket, 'close')
        const [head = '', ...rest] = received().split('\r\n\r\n')
        const lines = head
          .split('\r\n')
          .filter((line) => !/^(date|content-length|transfer-encoding):/i.test(line))
        // The chunks of a streamed answer: its size is all there is between them.
        const body = rest.join('').replace(/^[0-9a-f]+\r\n(?=[[{])|\r\n0$/g, '')
        return { head: lines.sort(), body }
      }),
    )
    expect(answers[1]).toEqual(answers[0])
    expect(answers[0]?.head.length).toBeGreaterThan(0)
  })
})
