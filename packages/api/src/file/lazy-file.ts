type Open = (start: number, end: number) => ReadableStream<Uint8Array>

/**
 * A `File` whose bytes are elsewhere, and are read when it is streamed. `open` reads the bytes from `start` up to `end`, which
 * is not included.
 */
export class LazyFile extends File {
  declare readonly size: number
  readonly #open: Open

  constructor(name: string, type: string, size: number, open: Open) {
    super([], name, { type })
    Object.defineProperty(this, 'size', { value: size })
    this.#open = open
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#open(0, this.size) as ReadableStream<Uint8Array<ArrayBuffer>>
  }

  override slice(start = 0, end = this.size, type = ''): Blob {
    const from = clamp(start, this.size)
    const size = Math.max(0, clamp(end, this.size) - from)
    return new LazyFile(this.name, type, size, (first, last) => this.#open(from + first, from + last))
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return new Response(this.stream()).arrayBuffer()
  }

  override async text(): Promise<string> {
    return new Response(this.stream()).text()
  }
}

/** A position as `slice` takes it: a negative one counts from the end. */
function clamp(position: number, size: number): number {
  return position < 0 ? Math.max(0, size + position) : Math.min(position, size)
}
