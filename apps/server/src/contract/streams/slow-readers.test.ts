import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { serve, testApp } from '../../testing/app.ts'
import type { Caller } from '../../testing/caller.ts'

/** A subscriber to all of a user's changes that reads only when it is told to. */
interface Reader {
  /** Bytes read so far. */
  taken(): number
  resume(): void
  pause(): void
  end(): void
}

const eventually = <T>(value: () => T) => expect.poll(value, { interval: 10 })

async function overHttp(caller: Caller, path: string): Promise<Reader> {
  const headers = { authorization: `Bearer ${caller.token}` }
  const request = get(caller.url + path, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  expect(response.headers['content-type']).toMatch('text/event-stream')
  let taken = 0
  // A server that disconnects a reader breaks its answer off.
  response.on('error', () => {}).on('data', (chunk: Buffer) => (taken += chunk.length))
  response.pause()
  return {
    taken: () => taken,
    resume: () => response.resume(),
    pause: () => response.pause(),
    end: () => request.destroy(),
  }
}

async function overWebSocket(caller: Caller): Promise<Reader> {
  const socket = new WebSocket(`${caller.url.replace(/^http/, 'ws')}/trpc?connectionParams=1`)
  let taken = 0
  socket.on('message', (data: Buffer) => (taken += data.length))
  await once(socket, 'open')
  const subscription = { path: 'task.onChange', input: { lastEventId: '0' } }
  socket.send(JSON.stringify({ method: 'connectionParams', data: { token: caller.token } }))
  socket.send(JSON.stringify({ id: 1, method: 'subscription', params: subscription }))
  socket.pause()
  return {
    taken: () => taken,
    resume: () => socket.resume(),
    pause: () => socket.pause(),
    end: () => socket.terminate(),
  }
}

const input = encodeURIComponent(JSON.stringify({ lastEventId: '0' }))

describe.each<[string, (caller: Caller) => Promise<Reader>]>([
  ['REST', (caller) => overHttp(caller, `${caller.tasks}/events?lastEventId=0`)],
  ['tRPC over server-sent events', (caller) => overHttp(caller, `/trpc/task.onChange?input=${input}`)],
  ['tRPC over a WebSocket', overWebSocket],
])('a stream over %s', (_, subscribe) => {
  async function start(stallMs: number) {
    const { database } = await testApp()
    const server = await serve(database, {}, { stream: { stallMs } })
    onTestFinished(() => server.app.close())
    const connections = new Set<Socket>()
    let timeouts = 0
    server.app.server.on('connection', (socket) => {
      connections.add(socket.on('timeout', () => timeouts++))
    })
    const caller = await server.signIn()
    const follow = async () => {
      const reader = await subscribe(caller)
      onTestFinished(() => reader.end())
      await eventually(streams).toBe(1)
      return reader
    }
    const streams = () => server.services.taskFeed.watchCount(caller.id)
    /** What the server holds for the readers because the network does not take it. */
    const waiting = () => Math.max(...[...connections].map((socket) => socket.writableLength))
    return { caller, database, follow, streams, waiting, timeouts: () => timeouts }
  }

  /** Far more than the network holds between two sockets: control characters are six bytes each in JSON. */
  const TASKS = 200
  const TASK_BYTES = 60_000
  async function fill({ database, caller }: Awaited<ReturnType<typeof start>>) {
    const description = '\x01'.repeat(TASK_BYTES / 6)
    const data = Array.from({ length: TASKS }, () => ({
      userId: caller.id,
      id: uuidv7(),
      title: 'x',
      description,
    }))
    await database.client.task.createMany({ data })
  }

  test('waits for a reader that takes nothing, then disconnects it', async () => {
    const server = await start(1_000)
    await fill(server)
    await server.follow()
    let most = 0
    await eventually(() => {
      most = Math.max(most, server.waiting())
      return server.streams()
    }).toBe(0)
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThan(10 * TASK_BYTES)
  })

  test('is patient with a reader that is slow', async () => {
    // All the pauses are longer than that, and each is far shorter.
    const server = await start(1_000)
    await fill(server)
    const reader = await server.follow()
    while (reader.taken() < TASKS * TASK_BYTES) {
      const goal = reader.taken() + 1_000_000
      reader.resume()
      await eventually(() => reader.taken() >= Math.min(goal, TASKS * TASK_BYTES)).toBe(true)
      reader.pause()
      await sleep(100)
    }
    expect(server.streams()).toBe(1)
  })

  test('stays open while there is nothing to send', async () => {
    const server = await start(100)
    const reader = await server.follow()
    reader.resume()
    await eventually(server.timeouts).toBeGreaterThan(0)
    const before = reader.taken()
    await server.caller.trpc.task.create.mutate({ title: 'after a while' })
    await eventually(reader.taken).toBeGreaterThan(before)
    expect(server.streams()).toBe(1)
  })
})
