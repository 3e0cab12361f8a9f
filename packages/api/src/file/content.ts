import { LazyFile } from './lazy-file.ts'
import type { FileRecord } from './schema.ts'
import type { FileStore } from './storage/files.ts'

/** A stored file: its bytes over REST, and its record in JSON. */
export class FileContent extends LazyFile {
  /** Also the entity tag. A property of its own, as the REST adapter demands. */
  readonly sha256: string
  readonly #record: FileRecord

  constructor(store: FileStore, key: string, record: FileRecord) {
    const { mediaType } = record
    // Text that is kept has been found to be UTF-8.
    const type = mediaType === 'text/plain' ? `${mediaType}; charset=utf-8` : mediaType
    super(record.name, type, record.size, (start, end) => store.read(key, start, end))
    this.sha256 = record.sha256
    this.#record = record
  }

  toJSON(): FileRecord {
    return this.#record
  }
}
