import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { disconnectStalled } from '@tandem/fastify-trpc'

/** The process may look at what it knows before it looks for connections, so one look is not enough. */
const QUIET_TURNS = 3

/** How long a connection must be silent before it counts as idle: a request may be on its way into this process. */
const SILENT_MS = 50

/** How long the rest of a request head may take, once the server closes. */
const HEAD_MS = 1_000

/**
 * The open connections of a server, and which of them carry a request. Node's `closeIdleConnections` cannot be used to
 * stop: it takes a response that was ended but not yet sent for idle, and a connection with half a request head for busy.
 */
export class Connections {
  /** Each connection with the last response on it, until that has been sent. */
  readonly #open = new Map<Socket, ServerResponse | undefined>()
  readonly #upgraded = new Set<Socket>()
  /** Connections found without a request: since when, and since when they have been silent. */
  readonly #waiting = new WeakMap<Socket, { since: number; silentSince: number; bytesRead: number }>()
  #isDraining = false
  /** How many connections there have been. */
  #count = 0

  constructor(server: Server) {
    const open = this.#open
    const upgraded = this.#upgraded
    function forget(this: Socket) {
      open.delete(this)
      upgraded.delete(this)
    }
    function release(this: ServerResponse) {
      // A pipelined request may have put the next response in its place.
      if (open.get(this.req.socket) === this) open.set(this.req.socket, undefined)
    }
    server.on('connection', (socket: Socket) => {
      this.#count++
      upgraded.delete(socket)
      open.set(socket, undefined)
      socket.on('close', forget)
    })
    // Ahead of Fastify's own listener, which may write the head of the response at once.
    server.prependListener('request', (req, res) => {
      if (this.#isDraining) res.setHeader('connection', 'close')
      open.set(req.socket, res)
      res.on('close', release)
    })
    // `close()` of the server calls this. What is idle is ended by `endIdle` instead.
    server.closeIdleConnections = () => {}
  }

  get isDraining(): boolean {
    return this.#isDraining
  }

  /** The connections that carry a request, each with its response. */
  *withResponse(): Iterable<[Socket, ServerResponse]> {
    for (const [socket, response] of this.#open) if (response) yield [socket, response]
  }

  /** How many requests have come whole and are not answered: open streams and bodies on their way wait for their callers. */
  get unanswered(): number {
    let count = 0
    for (const response of this.#open.values()) if (response?.req.complete && !response.headersSent) count++
    return count
  }

  /** The response that a connection carries, if it has not been sent yet. */
  responseOn(socket: Socket): ServerResponse | undefined {
    return this.#open.get(socket)
  }

  /**
   * Notes that a connection no longer belongs to the server's parser. Returns the response to the request before, if that
   * was pipelined and has not been sent yet.
   */
  upgrade(socket: Socket): ServerResponse | undefined {
    const response = this.#open.get(socket)
    this.#open.delete(socket)
    this.#upgraded.add(socket)
    return response
  }

  /** Asks clients to leave: from now on every response ends its connection. */
  drain(): void {
    this.#isDraining = true
    for (const response of this.#open.values()) {
      if (response && !response.headersSent) response.setHeader('connection', 'close')
    }
  }

  /**
   * Resolves when no connection waits to be accepted, or after `maxMs`. Those that wait when the server closes are reset.
   * `turn` resolves after what waited has come.
   */
  async quiet(turn: () => Promise<void>, maxMs: number): Promise<void> {
    const until = performance.now() + maxMs
    for (let turns = 0; turns < QUIET_TURNS && performance.now() < until; ) {
      const before = this.#count
      await turn()
      turns = this.#count === before ? turns + 1 : 0
    }
  }

  /** Disconnects clients that take nothing of their response for `stallMs`. */
  disconnectStalled(stallMs: number): void {
    for (const [socket, response] of this.#open)
      if (response) disconnectStalled(response, socket, { stallMs })
  }

  /** Ends connections that carry no request, once they are silent, and those that take too long over a request head. */
  endIdle(now = performance.now()): void {
    for (const [socket, response] of this.#open) {
      if (response) {
        this.#waiting.delete(socket)
        continue
      }
      const { bytesRead } = socket
      const waiting = this.#waiting.get(socket) ?? { since: now, silentSince: now, bytesRead }
      if (waiting.bytesRead !== bytesRead) Object.assign(waiting, { silentSince: now, bytesRead })
      this.#waiting.set(socket, waiting)
      if (now - waiting.silentSince >= SILENT_MS || now - waiting.since >= HEAD_MS) socket.destroySoon()
    }
  }

  /** Cuts every connection, whatever it carries. */
  destroyAll(): void {
    for (const socket of [...this.#open.keys(), ...this.#upgraded]) socket.destroy()
  }
}
