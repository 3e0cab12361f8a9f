import { connect, type Socket } from 'node:net'

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT'
  path: string
  headers: Record<string, string>
  body?: string
  /** The status of a right answer. */
  expectedStatus: number
}

/**
 * A connection that sends one request at a time. Of the response it reads only the status and where the body ends: the
 * load shares its core with the database, so the work of a complete HTTP client would slow down what is measured.
 */
export class HttpConnection {
  readonly #host: string
  readonly #port: number
  readonly #headCache = new WeakMap<HttpRequest['headers'], string>()
  #socket: Socket | undefined
  #received = ''
  #resolve: ((status: number | undefined) => void) | undefined

  constructor(origin: string) {
    const { hostname, port } = new URL(origin)
    this.#host = hostname
    this.#port = Number(port)
  }

  /** Resolves to the status once the whole response has arrived, or to undefined when the connection is lost. */
  send({ method, path, headers, body }: HttpRequest): Promise<number | undefined> {
    this.#socket ??= this.#open()
    const length = body === undefined ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`
    this.#socket.write(`${method} ${path} HTTP/1.1\r\n${this.#head(headers)}${length}\r\n${body ?? ''}`)
    return new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  close(): void {
    this.#socket?.destroy()
  }

  /** The headers as text. Requests reuse the same header objects. */
  #head(headers: HttpRequest['headers']): string {
    const cached = this.#headCache.get(headers)
    if (cached !== undefined) return cached
    const lines = Object.entries({ host: `${this.#host}:${this.#port}`, ...headers })
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    this.#headCache.set(headers, head)
    return head
  }

  #open(): Socket {
    const socket = connect({
      host: this.#host,
      port: this.#port,
      noDelay: true,
      onread: {
        buffer: Buffer.alloc(65_536),
        callback: (size, buffer) => {
          this.#read((buffer as Buffer).toString('latin1', 0, size))
          return true
        },
      },
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#socket = undefined
      this.#finish(undefined)
    })
    return socket
  }

  #read(text: string): void {
    this.#received += text
    const end = this.#received.indexOf('\r\n\r\n')
    if (end === -1) return
    const head = this.#received.slice(0, end)
    const status = Number(head.slice(9, 12))
    if (isComplete(status, head, this.#received, end + 4)) this.#finish(status)
  }

  #finish(status: number | undefined): void {
    const resolve = this.#resolve
    this.#resolve = undefined
    this.#received = ''
    resolve?.(status)
  }
}

/** Whether the body, which begins at `bodyStart`, has arrived. Requests are not pipelined, so nothing follows it. */
function isComplete(status: number, head: string, text: string, bodyStart: number): boolean {
  if (status === 304 || status === 204) return true
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  return length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= bodyStart + Number(length)
}
