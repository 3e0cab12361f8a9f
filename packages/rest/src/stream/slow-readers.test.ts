import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import { expect, it, onTestFinished, vi } from 'vitest'
import { closed, eventually, feed, open, router, seen, yielding } from '../testing/live.ts'
import { createApp, createContext } from '../testing/test-app.ts'
import { EventStream } from './event-stream.ts'

/** More than the sockets of both sides hold: a thousand megabytes, in values of 10 kB. */
const MANY = 100_000
/** Fewer values than the sockets of both sides hold. */
const HELD = 3000

function* large(count: number, size = 10_000) {
  for (let n = 0; n < count; n++) yield 'x'.repeat(size)
}

/** How many values were taken from the generator when no more are. */
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

it('takes no more values than the client reads', async () => {
  const client = await open(await createApp(yielding(large(MANY))), undefined, { reads: false })
  const pulled = await pulledInAll()
  expect(pulled).toBeLessThan(HELD)
  client.socket.resume()
  await eventually(() => seen.pulled).toBeGreaterThan(pulled + HELD)
  client.socket.destroy()
  await eventually(() => seen.cleaned).toBe(1)
})

it('disconnects a client that reads nothing for stallMs', async () => {
  const app = await createApp(yielding(large(MANY)), { stream: { stallMs: 100 } })
  await open(app, undefined, { reads: false })
  await eventually(() => seen.cleaned).toBe(1)
  expect(seen.pulled).toBeLessThan(HELD)
})

it('keeps a client that reads slowly, even within one large value', async () => {
  // All the pauses are longer than that, and each is far shorter.
  const app = await createApp(yielding(large(1, 20_000_000)), { stream: { stallMs: 1_000 } })
  const client = await open(app, undefined, { reads: false })
  const { socket } = client
  let read = 0
  socket.on('data', (chunk: Buffer) => {
    read += chunk.length
  })
  for (let turn = 0; turn < 15; turn++) {
    await pause(80)
    const goal = read + 1_000_000
    socket.resume()
    while (read < goal && !socket.closed) await new Promise(setImmediate)
    socket.pause()
  }
  socket.resume()
  await closed(client)
  expect(read).toBeGreaterThan(20_000_000)
})

it('keeps a client for which nothing waits, however long', async () => {
  const app = await createApp(router, { stream: { stallMs: 1_000 } })
  let timeouts = 0
  app.server.on('connection', (socket: Socket) => socket.on('timeout', () => timeouts++))
  const client = await open(app)
  feed(() => 'x'.repeat(5_000_000))
  await eventually(() => client.text.length).toBeGreaterThan(5_000_000)
  const before = timeouts
  feed(() => 'restarts the time')
  await eventually(() => timeouts).toBeGreaterThan(before)
  feed(() => 'still here')
  await eventually(() => client.text).toContain('still here')
})

it('sends no heartbeats to a client that reads nothing', async () => {
  const replies: FastifyReply[] = []
  const app = await createApp(yielding(large(MANY)), {
    stream: { heartbeatMs: 16 },
    createContext: (options) => {
      replies.push(options.res)
      return createContext(options)
    },
  })
  await open(app, undefined, { reads: false })
  await eventually(() => replies[0]?.raw.writableNeedDrain).toBe(true)
  const waiting = replies[0]?.raw.writableLength
  const beats = vi.spyOn(EventStream.prototype, 'beat')
  onTestFinished(() => beats.mockRestore())
  await eventually(() => beats.mock.calls.length).toBeGreaterThan(3)
  expect(replies[0]?.raw.writableLength).toBe(waiting)
})

it('does not wait for a client that reads nothing when the server closes', async () => {
  const onError = vi.fn()
  // Longer than a test may take.
  const app = await createApp(yielding(large(MANY)), { onError, stream: { stallMs: 600_000 } })
  await open(app, undefined, { reads: false })
  await pulledInAll()
  await app.close()
  await eventually(() => seen.cleaned).toBe(1)
  expect(onError).not.toHaveBeenCalled()
})
