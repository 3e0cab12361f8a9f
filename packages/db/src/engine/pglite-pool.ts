import { Duplex } from 'node:stream'
import type { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { toleratingErrors } from './pool.ts'

const query = 0x51
const sync = 0x53
const terminate = 0x58

// AuthenticationOk, then ReadyForQuery (idle): all a client needs to hear before its first query.
const welcome = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])

/** What a new connection to a server would start from. */
const fresh = ['ROLLBACK', 'DISCARD ALL', "SET TimeZone = 'UTC'"]

/**
 * The socket of a `pg` client whose server is PGlite in this process: bytes written are the PostgreSQL
 * protocol, and so are the bytes read.
 */
class PGliteSocket extends Duplex {
  readonly #lite: PGlite
  #received: Buffer = Buffer.alloc(0)
  #started = false

  constructor(lite: PGlite) {
    super()
    this.#lite = lite
  }

  connect(): this {
    this.#lite.waitReady.then(
      () => this.emit('connect'),
      (error: Error) => this.destroy(error),
    )
    return this
  }

  // A socket's; there is nothing to set on this one.
  setNoDelay(): this {
    return this
  }
  setKeepAlive(): this {
    return this
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#receive(chunk).then(() => done(), done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#receive(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done)
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }

  async #receive(chunk: Buffer): Promise<void> {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    if (!this.#started) {
      const length = this.#received.length < 4 ? Number.POSITIVE_INFINITY : this.#received.readUInt32BE(0)
      if (this.#received.length < length) return
      this.#received = this.#received.subarray(length)
      this.#started = true
      for (const statement of fresh) await this.#lite.exec(statement)
      this.push(welcome)
    }
    await this.#run(this.#complete())
  }

  /** Takes the messages up to the last one that asks for an answer: PGlite runs them in a single call. */
  #complete(): Buffer {
    let end = 0
    for (let at = 0; at + 5 <= this.#received.length; ) {
      const type = this.#received[at]
      at += 1 + this.#received.readUInt32BE(at + 1)
      if (at > this.#received.length) break
      if (type === query || type === sync || type === terminate) end = at
    }
    const messages = this.#received.subarray(0, end)
    this.#received = this.#received.subarray(end)
    return messages
  }

  async #run(messages: Buffer): Promise<void> {
    if (messages.length === 0 || messages[0] === terminate) return
    const answer: Buffer[] = []
    // The streaming call is the one that does not parse, and keep, every answer a second time.
    await this.#lite.execProtocolRawStream(messages, {
      onRawData: (bytes) => answer.push(Buffer.from(bytes)),
    })
    this.push(Buffer.concat(answer))
  }
}

/** A `pg` pool over PGlite. It has one connection, because PGlite has one session: queries wait their turn. */
export function pglitePool(lite: PGlite): pg.Pool {
  return toleratingErrors(
    new pg.Pool({ max: 1, idleTimeoutMillis: 0, pipeline: true, stream: () => new PGliteSocket(lite) }),
  )
}
