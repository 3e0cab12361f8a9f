import type { OutgoingHttpHeaders } from 'node:http'
import { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { WithSignal } from '../call.ts'
import { formatStart, heartbeat } from './event.ts'
import { EventStream, returnIterator, type StreamSettings } from './event-stream.ts'

export interface StreamOptions {
  /** Milliseconds between the comments that keep an idle connection open. Default: 15,000. */
  heartbeatMs?: number
  /** Milliseconds after which a client that takes nothing of what waits for it is disconnected. Default: 30,000. */
  stallMs?: number
}

export const DEFAULT_STALL_MS = 30_000

/** Answers with the values of an async iterable. Rejects with an error of the call itself. */
export type StreamAnswer = (
  req: FastifyRequest,
  reply: FastifyReply,
  call: (controller: WithSignal) => Promise<unknown>,
) => Promise<FastifyReply>

// Heartbeats of thousands of streams at once would block everything else. Each stream has its part of the period.
const PARTS = 16

const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Otherwise nginx buffers events.
  'x-accel-buffering': 'no',
}

/** Serves the subscriptions of a scope as event streams, and ends them when the server closes. */
export function createEventStreams(
  scope: FastifyInstance,
  { heartbeatMs = 15_000, stallMs = DEFAULT_STALL_MS }: StreamOptions = {},
  describeError: StreamSettings['describeError'],
): StreamAnswer {
  check({ heartbeatMs, stallMs })
  const settings: StreamSettings = { open: new Map(), stallMs, describeError }
  let timer: NodeJS.Timeout | undefined
  let opened = 0
  let beats = 0
  let isClosing = false

  const beat = () => {
    beats++
    for (const [stream, part] of settings.open) if (part === beats % PARTS) stream.beat()
  }
  scope.addHook('preClose', (done) => {
    isClosing = true
    clearInterval(timer)
    for (const stream of settings.open.keys()) stream.cut()
    done()
  })

  return async (req, reply, call) => {
    const stream = new EventStream(req, reply, settings)
    let iterator: AsyncIterator<unknown> | undefined
    try {
      const output = await call(stream)
      if (!isAsyncIterable(output)) throw notIterable()
      iterator = output[Symbol.asyncIterator]()
      if (stream.isOver || reply.sent) return reply
      // Not an error: an `EventSource` reconnects after an answer that ends, but not after an error.
      if (isClosing) return reply.headers({ ...streamHeaders, connection: 'close' }).send(heartbeat)
      // Not `reply.send`, which needs a stream beside the response: more memory for each client.
      stream.open(iterator, headersOf(reply), formatStart(output))
      settings.open.set(stream, opened++ % PARTS)
      timer ??= setInterval(beat, heartbeatMs / PARTS).unref()
      return reply.hijack()
    } finally {
      if (!stream.isOpen) {
        stream.release()
        void returnIterator(iterator)
      }
    }
  }
}

function check(times: Required<StreamOptions>) {
  for (const [name, ms] of Object.entries(times)) {
    // The range of a timer.
    if (!(ms > 0 && ms < 2 ** 31)) throw new Error(`@tandem/rest: stream.${name} is not a time: ${ms}.`)
  }
}

function headersOf(reply: FastifyReply): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  return Object.assign(headers, reply.getHeaders(), streamHeaders)
}

function notIterable() {
  const message = 'The procedure did not return an async iterable, which an event stream needs'
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message })
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
