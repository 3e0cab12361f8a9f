import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { formatErrorEvent, formatEvent, heartbeat } from './event.ts'
import { disconnectStalled } from './stalled.ts'

/** What all event streams of one plugin share. */
export interface StreamSettings {
  /** The open streams, each with the part of the heartbeat period in which it gets its heartbeat. */
  open: Map<EventStream, number>
  stallMs: number
  /** Reports an error and returns the body to send for it. */
  describeError: (error: unknown, req: FastifyRequest) => { body: unknown }
}

/** One subscription's answer, from the call to its end. A process may hold many thousands: every field counts. */
export class EventStream {
  readonly #settings: StreamSettings
  readonly #req: FastifyRequest
  readonly #raw: ServerResponse
  readonly #socket: Socket
  readonly #controller = new AbortController()
  readonly #onClose = () => this.#leave()
  #iterator: AsyncIterator<unknown> | undefined
  #state: 'called' | 'open' | 'ending' | 'over' = 'called'
  /** Resumes the stream that waits for its client to take what was sent. */
  #resume: (() => void) | undefined

  constructor(req: FastifyRequest, reply: FastifyReply, settings: StreamSettings) {
    this.#settings = settings
    this.#req = req
    this.#raw = reply.raw
    this.#socket = req.raw.socket
    this.#raw.on('close', this.#onClose)
    // A pipelined response that waits behind another gets no `close` event when the connection closes.
    this.#socket.on('close', this.#onClose)
    if (this.#socket.destroyed) this.#leave()
  }

  /** Aborts when the client leaves, and when the server closes. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  get isOver(): boolean {
    return this.#state === 'over'
  }

  /** Sends the head, then every value as fast as the client takes them. */
  open(iterator: AsyncIterator<unknown>, headers: OutgoingHttpHeaders, start: string): void {
    // Close the connection when the stream ends: a closing server would wait for one that is kept alive.
    this.#raw.shouldKeepAlive = false
    this.#raw.writeHead(200, headers)
    disconnectStalled(this.#raw, this.#socket, this.#settings.stallMs)
    this.#iterator = iterator
    this.#state = 'open'
    this.#raw.write(start)
    void this.#run()
  }

  /** Sends a heartbeat, unless the client has yet to take what was sent before. */
  beat(): void {
    if (!this.#raw.writableNeedDrain) this.#raw.write(heartbeat)
  }

  /** Ends the stream because the server closes. */
  cut(): void {
    // Node then closes the connection, even if the client has not taken everything.
    this.#end('')
    this.#stop()
  }

  /** Lets go of the request when nothing, or nothing more, will be sent. */
  release(): void {
    this.#state = 'over'
    this.#settings.open.delete(this)
    this.#raw.off('close', this.#onClose)
    this.#socket.off('close', this.#onClose)
    this.#resume?.()
  }

  async #run(): Promise<void> {
    try {
      let isMore = true
      while (isMore) isMore = await this.#sendNext()
      this.#end('')
    } catch (error) {
      this.#fail(error)
    }
  }

  /** A method of its own, so that the loop does not keep the last value alive while it waits for the next. */
  async #sendNext(): Promise<boolean> {
    const { done, value } = (await this.#iterator?.next()) ?? { done: true }
    if (done || this.#state !== 'open') return false
    this.#raw.write(formatEvent(value))
    if (this.#raw.writableNeedDrain) await this.#drained()
    return this.#state === 'open'
  }

  /** Resolves when the client has taken what was sent, or has left. */
  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = () => {
        this.#resume = undefined
        resolve()
      }
      this.#raw.once('drain', () => this.#resume?.())
    })
  }

  #fail(error: unknown): void {
    if (this.#state !== 'open') return
    this.#returnIterator()
    try {
      this.#end(formatErrorEvent(this.#settings.describeError(error, this.#req).body))
    } catch {
      this.#raw.destroy()
    }
  }

  #end(text: string): void {
    if (this.#state !== 'open') return
    this.#state = 'ending'
    this.#settings.open.delete(this)
    this.#raw.end(text, () => this.release())
  }

  /** The client has left, or was disconnected. */
  #leave(): void {
    const state = this.#state
    this.release()
    if (state !== 'ending') this.#stop()
    // Fastify's `onResponse` hooks wait for `finish`, which a response that was cut off never emits. A pipelined
    // response that never got its socket is not theirs to count.
    if (state !== 'called' && this.#raw.socket) this.#raw.emit('finish')
  }

  #stop(): void {
    this.#controller.abort()
    this.#returnIterator()
  }

  #returnIterator(): void {
    void returnIterator(this.#iterator)
    this.#iterator = undefined
  }
}

/** Lets a generator clean up. Nobody is left to hear of an error that it throws meanwhile. */
export async function returnIterator(iterator: AsyncIterator<unknown> | undefined): Promise<void> {
  try {
    await iterator?.return?.()
  } catch {}
}
