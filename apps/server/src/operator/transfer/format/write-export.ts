import { createHash } from 'node:crypto'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { createGzip } from 'node:zlib'
import { type FileStore, keyOf } from '@tandem/api'
import type { Snapshot, StoredFile } from '@tandem/db/transfer'
import { StartError } from '../../../boot/fail-start.ts'
import { FILE_CHUNK_BYTES, FORMAT, FORMAT_VERSION, type Header, type Mark } from './format.ts'

interface WriteOptions {
  store: Pick<FileStore, 'has' | 'read'>
  createdAt: Date
  /** Told of every table and of the files: how many of each are written. */
  onProgress(what: string, count: number): void
  onWarning(message: string): void
}

/** Of 1 to 9. Each further one takes much longer for little. */
const COMPRESSION_LEVEL = 3

interface SendOptions extends WriteOptions {
  signal: AbortSignal
  /** Whether the stream ends with the export. */
  end: boolean
}

/** Writes an export to a stream. */
export async function sendExport(
  snapshot: Snapshot,
  stream: Writable,
  { signal, end, ...options }: SendOptions,
): Promise<void> {
  // As bytes: a queue of sixteen texts would be megabytes.
  const lines = Readable.from(writeExport(snapshot, options), { objectMode: false })
  await pipeline(lines, createGzip({ level: COMPRESSION_LEVEL }), stream, { signal, end })
}

/** The lines of an export, some at a time. */
export async function* writeExport(snapshot: Snapshot, options: WriteOptions): AsyncGenerator<string> {
  const { store, createdAt, onProgress, onWarning } = options
  const whole = createHash('sha256')
  const marked = (line: Header | Mark): string => {
    const text = `${JSON.stringify(line)}\n`
    whole.update(text)
    return text
  }

  yield marked({
    format: FORMAT,
    version: FORMAT_VERSION,
    createdAt: createdAt.toISOString(),
    migrations: [...snapshot.migrations],
  })
  for (const table of snapshot.tables) {
    yield marked({ type: 'table', name: table.name, columns: [...table.columns] })
    const hash = createHash('sha256')
    let count = 0
    for await (const rows of snapshot.rowsOf(table)) {
      const text = `${rows.join('\n')}\n`
      hash.update(text)
      count += rows.length
      onProgress(table.name, count)
      yield text
    }
    yield marked({ type: 'tableEnd', rows: count, sha256: hash.digest('hex') })
  }
  let files = 0
  let found = 0
  for await (const some of snapshot.files()) {
    for (const file of some) {
      // Deleted since the snapshot, or lost before it. The import has the row alone, and the server removes it then.
      if (await store.has(keyOf(file))) {
        yield* fileLines(file, { store, marked, onWarning })
        found++
      } else {
        onWarning(`the bytes of file ${keyOf(file)} are not there`)
        yield marked({ type: 'missingFile', userId: file.userId, id: file.id })
      }
      files++
      onProgress('files', files)
    }
  }
  if (files > 0 && found === 0)
    throw new StartError('none of the files is there: run it with the DATA_DIR or S3_URL of the server')
  yield `${JSON.stringify({ type: 'end', sha256: whole.digest('hex') } satisfies Mark)}\n`
}

interface FileOptions extends Pick<WriteOptions, 'store' | 'onWarning'> {
  marked(line: Mark): string
}

async function* fileLines(
  file: StoredFile,
  { store, marked, onWarning }: FileOptions,
): AsyncGenerator<string> {
  const { userId, id } = file
  const key = keyOf(file)
  yield marked({ type: 'file', userId, id })
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of inChunks(store.read(key, 0, file.size) as WebStream<Uint8Array>)) {
    hash.update(chunk)
    size += chunk.length
    yield `"${chunk.toString('base64')}"\n`
  }
  const sha256 = hash.digest('hex')
  if (sha256 !== file.sha256) onWarning(`file ${key} is not as it was uploaded`)
  yield marked({ type: 'fileEnd', size, sha256 })
}

/** The same bytes, in pieces of one size. */
async function* inChunks(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let kept = Buffer.alloc(0)
  for await (const chunk of stream) {
    kept = Buffer.concat([kept, chunk])
    for (; kept.length >= FILE_CHUNK_BYTES; kept = kept.subarray(FILE_CHUNK_BYTES))
      yield kept.subarray(0, FILE_CHUNK_BYTES)
  }
  if (kept.length > 0) yield kept
}
