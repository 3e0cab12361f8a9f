import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

const CTRL_C = '\x03'
const CTRL_D = '\x04'
const ESCAPE = '\x1b'
/** What follows Escape in an arrow or another key that sends several characters. */
const SEQUENCE = String.raw`\[[0-9;?]*[ -/]*[@-~]|O[ -~]`
/** Such a key of which the end has not come. It may be Escape alone. */
const BEGUN = String.raw`${ESCAPE}(?:\[[0-9;?]*|O)?$`
const KEYS = new RegExp(`${ESCAPE}(?:${SEQUENCE})|${BEGUN}|[^]`, 'gu')
const IS_BEGUN = new RegExp(`^${BEGUN}`)
/** For how many ms the rest of a key is waited for, once its first character was Escape. */
const REST_OF_A_KEY = 50

type Input = Readable & { isTTY?: boolean; setRawMode?: (isRaw: boolean) => unknown }

/**
 * The keys of a terminal, one to a chunk. The prompts read them from here and not from the terminal, for three reasons:
 * what is typed between two prompts waits for the second, the end of input is noticed, and Escape can be told from Ctrl-C.
 */
export class Keyboard extends Readable {
  /** Aborted by Ctrl-C, Ctrl-D and the end of input, whether a prompt is open or not. */
  readonly interrupted: AbortSignal
  readonly #interruption = new AbortController()
  /** Keys that the prompt of now does not get. */
  ignored: readonly string[] = []
  readonly #input: Input
  readonly #decoder = new StringDecoder('utf8')
  #begun = ''
  #timer: NodeJS.Timeout | undefined

  constructor(input: Input) {
    super()
    this.interrupted = this.#interruption.signal
    this.#input = input
    input.setRawMode?.(true)
    input.on('data', this.#onData)
    for (const event of ['end', 'close', 'error']) input.on(event, this.#interrupt)
    input.resume()
    if (input.readableEnded || input.destroyed) this.#interrupt()
  }

  /** Gives the terminal back. */
  close(): void {
    clearTimeout(this.#timer)
    this.#input.off('data', this.#onData)
    for (const event of ['end', 'close', 'error']) this.#input.off(event, this.#interrupt)
    this.#input.setRawMode?.(false)
    this.#input.pause()
    this.destroy()
  }

  override _read(): void {}

  /** `readline` tells the prompts of each key by an event. */
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'keypress' && this.ignored.some((key) => key === args[0])) return false
    return super.emit(event, ...args)
  }

  readonly #onData = (chunk: Buffer | string) => {
    clearTimeout(this.#timer)
    const text = this.#begun + (typeof chunk === 'string' ? chunk : this.#decoder.write(chunk))
    this.#begun = ''
    const keys = text.match(KEYS) ?? []
    const last = keys.at(-1)
    if (last !== undefined && IS_BEGUN.test(last)) {
      keys.pop()
      this.#begun = last
      this.#timer = setTimeout(() => this.#onEscape(), REST_OF_A_KEY)
    }
    for (const key of keys) this.#onKey(key)
  }

  /** Nothing came after it: it was the key Escape. */
  #onEscape() {
    this.#begun = ''
    this.#onKey(ESCAPE)
  }

  #onKey(key: string) {
    if (key === CTRL_C || key === CTRL_D) this.#interrupt()
    // A prompt is left by Ctrl-C alone. Why it was left is in `interrupted`.
    else this.push(key === ESCAPE ? CTRL_C : key)
  }

  readonly #interrupt = () => {
    if (this.interrupted.aborted) return
    this.#interruption.abort()
    this.push(CTRL_C)
  }
}
