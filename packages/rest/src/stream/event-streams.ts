import type { OutgoingHttpHeaders } from 'node:http'
import { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { formatStart, heartbeat } from './event.ts'
import { EventStream, returnIterator, type StreamSettings } from './event-stream.ts'

export interface StreamOptions {
  /** Milliseconds between the comments that keep an idle connection open. Default: 15,000. */
  heartbeatMs?: number
  /** Milliseconds after which a client that takes nothing of what it is sent is disconnected. Default: 30,000. */
  stallMs?: number
}

/** Answers with the values of a subscription; rejects with an error of the call itself. */
export type StreamAnswer = (
  req: FastifyRequest,
  reply: FastifyReply,
  call: (signal: AbortSignal) => Promise<unknown>,
) => Promise<FastifyReply>

// Thousands of streams at once would hold everything else up, so they are written to in turns.
const parts = 16

const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Or nginx collects events before it passes them on.
  'x-accel-buffering': 'no',
}

/** Creates what serves a scope's subscriptions as event streams, and ends them when the server closes. */
export function createEventStreams(
  scope: FastifyInstance,
  { heartbeatMs = 15_000, stallMs = 30_000 }: StreamOptions = {},
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
    for (const [stream, part] of settings.open) if (part === beats % parts) stream.beat()
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
      const output = await call(stream.signal)
      if (!isAsyncIterable(output)) throw noIterable()
      iterator = output[Symbol.asyncIterator]()
      if (stream.isOver || reply.sent) return reply
      // An `EventSource` that was answered comes back by itself; one that was refused does not.
      if (isClosing) return reply.headers({ ...streamHeaders, connection: 'close' }).send(heartbeat)
      // Not `send`, which takes a stream beside the response: each client would cost more memory.
      stream.open(iterator, headersOf(reply), formatStart(output))
      settings.open.set(stream, opened++ % parts)
      timer ??= setInterval(beat, heartbeatMs / parts).unref()
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
    // What a timer takes.
    if (!(ms > 0 && ms < 2 ** 31)) throw new Error(`@tandem/rest: stream.${name} is not a time: ${ms}.`)
  }
}

function headersOf(reply: FastifyReply): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  return Object.assign(headers, reply.getHeaders(), streamHeaders)
}

function noIterable() {
  const message = 'The subscription did not give an async iterable'
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message })
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
