/** Where the bytes of files are. The rows in the database say which there should be. */
export interface FileStore {
  /** Keeps bytes under a new key: all of them, and safe from a power cut, or nothing. */
  put(key: string, bytes: Blob): Promise<void>
  /** Reads from `start` up to `end`, which is not included. The stream fails where nothing has the key. */
  read(key: string, start: number, end: number): ReadableStream<Uint8Array>
  has(key: string): Promise<boolean>
  /** Deletes the bytes, if there are any. */
  delete(key: string): Promise<void>
  /** All keys in ascending order. */
  keys(): AsyncIterable<string>
  /** Removes what a `put` left behind that was killed. */
  removeUnfinished(): Promise<void>
}

/** What procedures need in order to keep files. */
export interface Files {
  store: FileStore
  /** The largest file. */
  maxBytes: number
  /** What all files of a user may have together. */
  quotaBytes: number
  /** Deletes bytes whose rows are gone. Returns how many files that were. */
  removeBytes(signal?: AbortSignal): Promise<number>
  /** Tells whoever runs the server what a sweep has removed. */
  onSwept?: ((removed: { bytes: number; rows: number }) => void) | undefined
  /** Tells whoever runs the server why a file could not be read. */
  onUnread?: ((cause: unknown) => void) | undefined
}

/** The owner comes first, so that the keys of a user are together, and in the order of the rows. */
export function keyOf({ userId, id }: { userId: string; id: string }): string {
  return `${userId}/${id}`
}

export function rowOf(key: string): { userId: string; id: string } | undefined {
  const [, userId, id] =
    /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(key) ?? []
  return userId !== undefined && id !== undefined ? { userId, id } : undefined
}
