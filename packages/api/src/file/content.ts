import type { TRPCError } from '@trpc/server'
import { LazyFile } from './lazy-file.ts'
import type { FileRecord } from './schema.ts'
import type { FileStore } from './storage/files.ts'

/** A stored file: its bytes over REST, and its record in JSON. */
export class FileContent extends LazyFile {
  /** Also the entity tag. A property of its own, as the REST adapter demands. */
  readonly sha256: string
  readonly #record: FileRecord

  /** `refusal` makes the error of a caller from that of the store. */
  constructor(
    store: FileStore,
    key: string,
    record: FileRecord,
    refusal: (cause: unknown) => Promise<TRPCError>,
  ) {
    const { mediaType } = record
    // Text that is kept has been found to be UTF-8.
    const type = mediaType === 'text/plain' ? `${mediaType}; charset=utf-8` : mediaType
    super(record.name, type, record.size, (start, end) => refusing(store.read(key, start, end), refusal))
    this.sha256 = record.sha256
    this.#record = record
  }

  toJSON(): FileRecord {
    return this.#record
  }
}

/** The same bytes, with an error for the caller in place of the store's. */
function refusing(
  bytes: ReadableStream<Uint8Array>,
  refusal: (cause: unknown) => Promise<TRPCError>,
): ReadableStream<Uint8Array> {
  const reader = bytes.getReader()
  return new ReadableStream(
    {
      pull: async (controller) => {
        const next = await reader.read().catch(async (cause) => {
          throw await refusal(cause)
        })
        if (next.done) controller.close()
        else controller.enqueue(next.value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
