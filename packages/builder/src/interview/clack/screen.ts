import { Writable } from 'node:stream'

/** `\x1b[3A` and `\x1b[B` move the cursor up and down, and a line end moves it down. */
const MOVES = new RegExp(`${'\x1b'}\\[(\\d*)([AB])|\\n`, 'g')

type Output = Writable & { columns?: number | undefined; rows?: number | undefined }

/** An output that knows in which row its cursor is, so that what was written since can be taken from the screen. */
export class Screen extends Writable {
  readonly #output: Output
  #row = 0

  constructor(output: Output) {
    super({ decodeStrings: false })
    this.#output = output
    output.on('resize', () => this.emit('resize'))
  }

  get columns(): number | undefined {
    return this.#output.columns
  }

  get rows(): number | undefined {
    return this.#output.rows
  }

  /** Counted from where this began. */
  get row(): number {
    return this.#row
  }

  /** Clears the screen from a row on, as far as it has not left the screen. */
  eraseFrom(row: number): void {
    const up = this.#row - row
    if (up > 0) this.write(`\x1b[${up}A\x1b[G\x1b[J`)
  }

  override _write(
    chunk: Buffer | string,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    const text = String(chunk)
    for (const [, count, direction] of text.matchAll(MOVES)) {
      const rows = count ? Number(count) : 1
      this.#row += direction === 'A' ? -rows : rows
    }
    this.#output.write(text)
    done()
  }
}
