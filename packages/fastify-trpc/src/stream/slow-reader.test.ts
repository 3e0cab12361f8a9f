import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { initTRPC } from '@trpc/server'
import fastify from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { trpcPlugin } from '../plugin.ts'
import { listen } from '../testing/test-app.ts'
import { disconnectStalled, drainOf } from './slow-reader.ts'

const eventually = <T>(value: () => T) => expect.poll(value, { interval: 10 })

describe('a subscription', () => {
  /** Opens a subscription of a thousand megabytes, and reads nothing. */
  async function open(stallMs: number) {
    const seen = { yielded: 0, ended: false }
    const t = initTRPC.create()
    const router = t.router({
      large: t.procedure.subscription(async function* () {
        try {
          for (; seen.yielded < 100_000; seen.yielded++) yield 'x'.repeat(10_000)
        } finally {
          seen.ended = true
        }
      }),
    })
    const app = fastify({ forceCloseConnections: true })
    app.register(trpcPlugin<typeof router>, { prefix: '/trpc', router, stream: { stallMs } })
    const socket = connect(await listen(app), '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => {}).pause()
    await once(socket, 'connect')
    socket.write('GET /trpc/large HTTP/1.1\r\nHost: x\r\n\r\n')
    return { seen, socket }
  }

  it('ends when its client reads nothing for stallMs, having taken only what the network holds', async () => {
    const { seen } = await open(100)
    await eventually(() => seen.ended).toBe(true)
    expect(seen.yielded).toBeGreaterThan(0)
    expect(seen.yielded).toBeLessThan(3000)
  })

  it('goes on when its client reads again', async () => {
    const { seen, socket } = await open(10_000)
    let before = 0
    await eventually(() => {
      const isWaiting = before > 0 && seen.yielded === before
      before = seen.yielded
      return isWaiting
    }).toBe(true)
    socket.resume()
    await eventually(() => seen.yielded).toBeGreaterThan(before + 3000)
  })
})

describe('an upgraded socket', () => {
  async function connection(): Promise<{ server: Socket; client: Socket }> {
    const listener = createServer().listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const address = listener.address()
    const accepted = once(listener, 'connection')
    const client = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1').pause()
    const [server] = await accepted
    onTestFinished(() => {
      client.destroy()
      server.destroy()
      listener.close()
    })
    client.on('error', () => {})
    return { server, client }
  }
  const fill = (socket: Socket) => socket.write(Buffer.alloc(20_000_000))

  it('is drained at once when nothing waits', async () => {
    const { server } = await connection()
    await drainOf(server)()
  })

  it('is drained for all who wait, when its client has read', async () => {
    const { server, client } = await connection()
    const drained = drainOf(server)
    fill(server)
    let resolved = 0
    const waiting = Array.from({ length: 20 }, () => drained().then(() => resolved++))
    expect([server.listenerCount('drain'), resolved]).toEqual([1, 0])
    client.resume()
    await Promise.all(waiting)
    expect([server.listenerCount('drain'), server.writableLength]).toEqual([0, 0])
  })

  it('is drained when its client leaves', async () => {
    const { server, client } = await connection()
    server.on('error', () => {})
    fill(server)
    const waiting = drainOf(server)()
    client.destroy()
    await waiting
  })

  it('is closed when its client reads nothing for stallMs', async () => {
    const { server } = await connection()
    disconnectStalled(server, server, { stallMs: 100 })
    fill(server)
    await once(server, 'close')
    expect(server.destroyed).toBe(true)
  })
})
