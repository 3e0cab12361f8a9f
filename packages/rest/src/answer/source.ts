import { pipeline, Readable, Transform } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'

/** What the body of an answer is made from. */
export type Source =
  | { kind: 'bytes'; bytes: Buffer; isText: boolean }
  | { kind: 'blob'; blob: Blob }
  | { kind: 'stream'; open: () => Readable; discard: () => void }

/** Where an output's bytes come from; undefined for an output that is no text, bytes, `File`, `Blob` or stream. */
export function sourceOf(output: unknown): Source | undefined {
  if (typeof output === 'string') return { kind: 'bytes', bytes: Buffer.from(output), isText: true }
  if (typeof output !== 'object' || output === null) return undefined
  if (ArrayBuffer.isView(output)) {
    const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength)
    return { kind: 'bytes', bytes, isText: false }
  }
  if (output instanceof ArrayBuffer) return { kind: 'bytes', bytes: Buffer.from(output), isText: false }
  if (output instanceof Blob) return { kind: 'blob', blob: output }
  if (isNodeStream(output)) {
    return { kind: 'stream', open: () => bytesFrom(output), discard: () => void discard(output) }
  }
  if (output instanceof ReadableStream) {
    const stream = output as WebStream
    return {
      kind: 'stream',
      open: () => Readable.fromWeb(stream),
      discard: () => void stream.cancel().catch(ignore),
    }
  }
  if (isAsyncIterable(output)) {
    return {
      kind: 'stream',
      open: () => Readable.from(checked(output), { objectMode: false }),
      discard: () => void output[Symbol.asyncIterator]().return?.().catch(ignore),
    }
  }
  return undefined
}

/** The bytes of a part of a blob. */
export function readBlob(blob: Blob): Readable {
  return Readable.fromWeb(blob.stream() as WebStream)
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** Whether an output is bytes, a `File`, a `Blob` or a stream. Text and other async iterables may be sent otherwise. */
export function isMedia(output: object): boolean {
  return (
    ArrayBuffer.isView(output) ||
    output instanceof ArrayBuffer ||
    output instanceof Blob ||
    output instanceof ReadableStream ||
    isNodeStream(output)
  )
}

function isNodeStream(value: object): value is Readable {
  return value instanceof Readable || ('pipe' in value && typeof value.pipe === 'function' && 'on' in value)
}

/** A Node stream as one of bytes. What a stream of objects has is checked, because a response throws for what is neither. */
function bytesFrom(source: Readable): Readable {
  if (source instanceof Readable && !source.readableObjectMode) return source
  const checker = new Transform({
    writableObjectMode: true,
    transform: (chunk, _, done) => (isChunk(chunk) ? done(null, chunk) : done(notBytes(chunk))),
  })
  // Passes an error on to the checker, and destroys the source when the checker is destroyed.
  return pipeline(source, checker, ignore)
}

async function* checked(source: AsyncIterable<unknown>): AsyncGenerator<string | Uint8Array, void> {
  for await (const chunk of source) {
    if (!isChunk(chunk)) throw notBytes(chunk)
    yield chunk
  }
}

function isChunk(chunk: unknown): chunk is string | Uint8Array {
  return typeof chunk === 'string' || chunk instanceof Uint8Array
}

function notBytes(chunk: unknown): TypeError {
  return new TypeError(`A stream of bytes yielded a value of type ${chunk === null ? 'null' : typeof chunk}`)
}

function discard(stream: Readable) {
  stream.on('error', ignore).destroy()
}

function ignore() {}
