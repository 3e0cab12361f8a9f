import { EventEmitter, once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished } from 'vitest'
import { z } from 'zod'
import { listen, portOf, t } from './test-app.ts'

/** Where every subscription of these tests is served, under `/api`. */
export const path = '/live'

/** What has become of a test's streams. */
interface Seen {
  input: unknown
  signal: AbortSignal | undefined
  begun: number
  /** Values that were taken from `counting`. */
  pulled: number
  /** Generators that have run their `finally`. */
  cleaned: number
}

const nothingSeen = (): Seen => ({ input: undefined, signal: undefined, begun: 0, pulled: 0, cleaned: 0 })

/** The streams of the test that runs. Those of earlier tests may still end. */
export let seen = nothingSeen()
let steps: (() => unknown)[] = []
const fed = new EventEmitter().setMaxListeners(0)

/** Forgets the streams of earlier tests. Modules outlive their test file, so `setup.ts` calls it before each test. */
export function forgetStreams(): void {
  seen = nothingSeen()
  steps = []
}

/** Lets a stream that waits go on: the step returns its next value, or throws. */
export function feed(step: () => unknown): void {
  steps.push(step)
  fed.emit('step')
}

/** Waits for what the test feeds it, and fails when it is aborted, as `events.on` does. */
export async function* waiting(signal: AbortSignal | undefined): AsyncGenerator<unknown, void> {
  const mine = seen
  mine.begun++
  try {
    for (;;) {
      const step = steps.shift()
      if (step) yield step()
      else await once(fed, 'step', { signal })
      signal?.throwIfAborted()
    }
  } finally {
    mine.cleaned++
  }
}

/** Yields the values, and counts them. */
export async function* counting(values: Iterable<unknown>): AsyncGenerator<unknown, void> {
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

export const live = t.procedure.meta({ openapi: { method: 'GET', path } })

/** A router whose one subscription waits to be fed. */
export const router = t.router({
  live: live
    .input(z.object({ lastEventId: z.string().optional(), n: z.int().optional() }))
    .subscription(({ input, signal }) => {
      Object.assign(seen, { input, signal })
      return waiting(signal)
    }),
})

/** A router whose one subscription yields the values and ends. */
export function yielding(values: Iterable<unknown>) {
  return t.router({ live: live.subscription(async () => counting(values)) })
}

/** As `expect.poll`, and looks more often. */
export function eventually<T>(value: () => T) {
  return expect.poll(value, { interval: 10 })
}

/** A client on a socket of its own, and what it has read. */
export interface Client {
  socket: Socket
  text: string
}

/** Sends a request to the app, which listens if it did not yet. With `reads: false` the client reads nothing. */
export async function open(
  app: FastifyInstance,
  head: string | Buffer = `GET /api${path} HTTP/1.1`,
  { reads = true } = {},
): Promise<Client> {
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

/** Waits until the client has read the head of an answer. */
export async function opened(client: Client): Promise<void> {
  await eventually(() => client.text).toContain('\r\n\r\n')
}

/** Waits until the connection is closed. */
export async function closed({ socket }: Client): Promise<void> {
  await eventually(() => socket.closed).toBe(true)
}

/** The whole body of a stream that ends. */
export async function bodyOf(app: FastifyInstance): Promise<string> {
  return (await app.inject(`/api${path}`)).body
}
