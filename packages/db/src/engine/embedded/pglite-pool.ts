import { Duplex } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { toleratingErrors } from '../pool.ts'
import type { RestartingPglite } from './restarting.ts'

/** Types of messages. */
const QUERY = 0x51
const SYNC = 0x53
const TERMINATE = 0x58

/** AuthenticationOk and ReadyForQuery (idle): a client needs no more before its first query. */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])

/** How PostgreSQL's last message begins, and where to look for it: at the end, since nothing follows it. */
const PANIC = 'SPANIC\0VPANIC\0'
const MAX_ERROR_LENGTH = 8_192

/** Put the session into the state of a new connection to a server. */
const RESET = ['ROLLBACK', 'DISCARD ALL', "SET TimeZone = 'UTC'"]

/**
 * How long PGlite may answer before the event loop has its turn, in ms. It answers within the current one, so statements
 * that follow each other at once, as in a transaction, would keep the process from everything else.
 */
const MAX_TURN_MS = 5

/**
 * The socket of a `pg` client whose server is PGlite in this process. Both directions carry the PostgreSQL protocol.
 */
class PGliteSocket extends Duplex {
  readonly #engine: RestartingPglite
  #lite: PGlite | undefined
  #received: Buffer = Buffer.alloc(0)
  #isStarted = false
  #turnBegan = 0

  constructor(engine: RestartingPglite) {
    super()
    this.#engine = engine
  }

  connect(): this {
    this.#engine.get().then(
      (lite) => {
        this.#lite = lite
        this.emit('connect')
      },
      (error: Error) => this.destroy(error),
    )
    return this
  }

  // `pg` sets these options on its socket. Here they mean nothing.
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
    if (!this.#isStarted) {
      const length = this.#received.length < 4 ? Number.POSITIVE_INFINITY : this.#received.readUInt32BE(0)
      if (this.#received.length < length) return
      this.#received = this.#received.subarray(length)
      this.#isStarted = true
      for (const statement of RESET) await this.#lite?.exec(statement)
      this.push(WELCOME)
    }
    await this.#run(this.#takeComplete())
  }

  /** Takes the messages up to the last that asks for an answer. PGlite runs them in a single call. */
  #takeComplete(): Buffer {
    let end = 0
    for (let at = 0; at + 5 <= this.#received.length; ) {
      const type = this.#received[at]
      at += 1 + this.#received.readUInt32BE(at + 1)
      if (at > this.#received.length) break
      if (type === QUERY || type === SYNC || type === TERMINATE) end = at
    }
    const messages = this.#received.subarray(0, end)
    this.#received = this.#received.subarray(end)
    return messages
  }

  async #run(messages: Buffer): Promise<void> {
    const lite = this.#lite
    if (messages.length === 0 || messages[0] === TERMINATE || !lite) return
    if (performance.now() - this.#turnBegan > MAX_TURN_MS) {
      await nextTurn()
      this.#turnBegan = performance.now()
    }
    const chunks: Buffer[] = []
    try {
      // Unlike `execProtocolRaw`, this does not parse every answer a second time and keep it.
      await lite.execProtocolRawStream(messages, { onRawData: (bytes) => chunks.push(Buffer.from(bytes)) })
    } catch (error) {
      if (error instanceof Error && error.name === 'RuntimeError') this.#engine.stopped(lite)
      throw error
    }
    const answer = Buffer.concat(chunks)
    this.push(answer)
    if (answer.subarray(-MAX_ERROR_LENGTH).includes(PANIC)) this.#end(lite)
  }

  /** Ends this connection, once its client has read the answer. The next one gets another PGlite. */
  #end(lite: PGlite): void {
    this.#engine.stopped(lite)
    this.#lite = undefined
    this.once('end', () => this.destroy())
    this.push(null)
  }
}

/** A `pg` pool over PGlite. It has one connection, because PGlite has one session: queries queue. */
export function pglitePool(engine: RestartingPglite): pg.Pool {
  return toleratingErrors(
    new pg.Pool({ max: 1, idleTimeoutMillis: 0, pipeline: true, stream: () => new PGliteSocket(engine) }),
  )
}
