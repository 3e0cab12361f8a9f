/** An answer of a procedure. */
export interface KeptAnswer {
  json: string
  /** In milliseconds since 1970, of the clock that all processes share. */
  expiresAt: number
}

/** What a store has under a key. */
export interface Found {
  /** Undefined where there is none. It may have expired. */
  answer: KeptAnswer | undefined
  /** Keeps an answer under the key, unless the partition has been dropped since it was looked at. */
  keep(answer: KeptAnswer): void
}

/**
 * Keeps answers in partitions, which are dropped as a whole: those that one write may have changed. A partition is dropped
 * too when it is full. No method rejects.
 */
export interface AnswerStore {
  /** Undefined where nothing can be read or kept at the moment. */
  find(partition: string, key: string): Promise<Found | undefined>
  /** Once it has resolved, this process finds nothing that was kept before, or that was read before and is kept later. */
  drop(partitions: string[]): Promise<void>
  close(): Promise<void>
}

/** How much one partition may hold, so that nobody fills a store alone. */
export const MAX_PARTITION_BYTES = 4 * 1024 * 1024
