import { Writable } from 'node:stream'

const ESCAPE = '\x1b'
/** A prompt shows its cursor as an inverted character. All other codes of this kind are looks. */
const CURSOR = new RegExp(
  String.raw`${ESCAPE}\[7m(?:${ESCAPE}\[8m)?([^])(?:${ESCAPE}\[28m)?${ESCAPE}\[27m`,
  'g',
)
const LOOKS = new RegExp(String.raw`${ESCAPE}\[[0-9;]*m`, 'g')

type Output = Writable & { columns?: number | undefined; rows?: number | undefined }

/** The output without colours and other looks, for NO_COLOR. The cursor becomes a bar before its character. */
export class PlainOutput extends Writable {
  readonly #output: Output

  constructor(output: Output) {
    super({ decodeStrings: false })
    this.#output = output
    output.on('resize', () => this.emit('resize'))
  }

  get columns(): number | undefined {
    // One less, since the bar takes one.
    return this.#output.columns === undefined ? undefined : this.#output.columns - 1
  }

  get rows(): number | undefined {
    return this.#output.rows
  }

  override _write(
    chunk: Buffer | string,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    // Not when it is flushed: what is written beside it would come before what waits here.
    this.#output.write(withoutLooks(String(chunk)))
    done()
  }
}

export function withoutLooks(text: string): string {
  return text
    .replace(CURSOR, (_, character: string) => `▏${character === '_' ? '' : character}`)
    .replace(LOOKS, '')
}
