import { connect, type Socket } from 'node:net'

export interface Call {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT'
  path: string
  headers: Record<string, string>
  body?: string
  /** The status that the answer must have. */
  status: number
}

/**
 * One connection that asks one thing at a time, and reads of an answer its status and where it ends. The load has its
 * core with the database: what a whole client would take is missing there.
 */
export class Wire {
  readonly #host: string
  readonly #port: number
  readonly #heads = new WeakMap<Call['headers'], string>()
  #socket: Socket | undefined
  #received = ''
  #answer: ((status: number | undefined) => void) | undefined

  constructor(origin: string) {
    const { hostname, port } = new URL(origin)
    this.#host = hostname
    this.#port = Number(port)
  }

  /** Resolves to the status once the whole answer is there, or to undefined when there is none. */
  ask({ method, path, headers, body }: Call): Promise<number | undefined> {
    this.#socket ??= this.#open()
    const length = body === undefined ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`
    this.#socket.write(`${method} ${path} HTTP/1.1\r\n${this.#head(headers)}${length}\r\n${body ?? ''}`)
    return new Promise((resolve) => {
      this.#answer = resolve
    })
  }

  close(): void {
    this.#socket?.destroy()
  }

  /** The same headers are sent again and again. */
  #head(headers: Call['headers']): string {
    const known = this.#heads.get(headers)
    if (known !== undefined) return known
    const lines = Object.entries({ host: `${this.#host}:${this.#port}`, ...headers })
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    this.#heads.set(headers, head)
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
    if (isWhole(status, head, this.#received, end + 4)) this.#finish(status)
  }

  #finish(status: number | undefined): void {
    const answer = this.#answer
    this.#answer = undefined
    this.#received = ''
    answer?.(status)
  }
}

/** Whether the text of an answer, whose body begins at `start`, is all of it: nothing follows before the next is asked. */
function isWhole(status: number, head: string, text: string, start: number): boolean {
  if (status === 304 || status === 204) return true
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  return length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= start + Number(length)
}
