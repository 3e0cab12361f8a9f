import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { formatErrorEvent, formatEvent, heartbeat } from './event.ts'

/** What the streams of one plugin share. */
export interface StreamSettings {
  /** The open ones, each with its turn to show that it is alive. */
  open: Map<EventStream, number>
  stallMs: number
  /** Reports an error, and gives the body it is told in. */
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
  #isBlocked = false
  #proceed: (() => void) | undefined

  constructor(req: FastifyRequest, reply: FastifyReply, settings: StreamSettings) {
    this.#settings = settings
    this.#req = req
    this.#raw = reply.raw
    this.#socket = req.raw.socket
    this.#raw.on('close', this.#onClose)
    // A response that waits behind another on its connection is not told when the connection closes.
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
    // The connection ends with it: a closing server would wait for one that is kept.
    this.#raw.shouldKeepAlive = false
    this.#raw.writeHead(200, headers)
    this.#raw.on('timeout', destroy)
    this.#iterator = iterator
    this.#state = 'open'
    this.#limit(0)
    this.#write(start)
    void this.#run()
  }

  /** Shows that the connection is alive, unless what was sent before is still to be taken. */
  beat(): void {
    if (!this.#isBlocked) this.#write(heartbeat)
  }

  /** Ends the stream because the server closes. */
  cut(): void {
    // Node closes the connections of answers that are ended, whether or not they have been taken.
    this.#end('')
    this.#stop()
  }

  /** Gives it up where there is nothing, or nothing more, to send. */
  release(): void {
    this.#state = 'over'
    this.#settings.open.delete(this)
    this.#raw.off('close', this.#onClose)
    this.#socket.off('close', this.#onClose)
    this.#resume()
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

  /** Apart from the loop, which would hold the last value while it waits for the next. */
  async #sendNext(): Promise<boolean> {
    const { done, value } = (await this.#iterator?.next()) ?? { done: true }
    if (done || this.#state !== 'open') return false
    this.#write(formatEvent(value))
    if (this.#isBlocked) {
      await new Promise<void>((resolve) => {
        this.#proceed = resolve
      })
    }
    return this.#state === 'open'
  }

  #fail(error: unknown): void {
    if (this.#state !== 'open') return
    this.#giveBack()
    try {
      this.#end(formatErrorEvent(this.#settings.describeError(error, this.#req).body))
    } catch {
      this.#raw.destroy()
    }
  }

  #write(text: string): void {
    if (this.#raw.write(text) || this.#isBlocked) return
    this.#isBlocked = true
    this.#limit(this.#settings.stallMs)
    this.#raw.once('drain', () => {
      this.#isBlocked = false
      if (this.#state === 'open') this.#limit(0)
      this.#resume()
    })
  }

  #end(text: string): void {
    if (this.#state !== 'open') return
    this.#state = 'ending'
    this.#settings.open.delete(this)
    this.#limit(this.#settings.stallMs)
    this.#raw.end(text, () => this.release())
  }

  /** The client has gone, or was disconnected. */
  #leave(): void {
    const state = this.#state
    this.release()
    if (state !== 'ending') this.#stop()
    // Most streams end so, and `onResponse` waits for this event. Without a socket (see above) there is none to end.
    if (state !== 'called' && this.#raw.socket) this.#raw.emit('finish')
  }

  #stop(): void {
    this.#controller.abort()
    this.#giveBack()
  }

  #giveBack(): void {
    void giveBack(this.#iterator)
    this.#iterator = undefined
  }

  #resume(): void {
    this.#proceed?.()
    this.#proceed = undefined
  }

  /** After how long without progress the client is disconnected; 0 is never. A simulated socket knows no time. */
  #limit(ms: number): void {
    this.#socket.setTimeout?.(ms)
  }
}

/** Lets a generator clean up; what it throws then is nobody's to read. */
export async function giveBack(iterator: AsyncIterator<unknown> | undefined): Promise<void> {
  try {
    await iterator?.return?.()
  } catch {}
}

function destroy(this: ServerResponse) {
  this.destroy()
}
