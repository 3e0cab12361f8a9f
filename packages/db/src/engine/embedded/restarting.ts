import type { PGlite } from '@electric-sql/pglite'

/** PGlite, replaced by a new one after it stopped. PostgreSQL stops in a PANIC, as when the disk is full and it must write its log. */
export interface RestartingPglite {
  /** @throws an error with the SQLSTATE 57P03 while it cannot be started again */
  get(): Promise<PGlite>
  /** Reports that it has stopped. It is not used any more, not even to close it. */
  stopped(lite: PGlite): void
  close(): Promise<void>
}

/** How long a failed start is not tried again, in ms: it takes most of a second, and calls would queue for it. */
const RETRY_MS = 1_000

/** Serves PGlite. Without `restart`, as for a database in memory, one that has stopped is not replaced. */
export function restartingPglite(first: PGlite, restart?: () => Promise<PGlite>): RestartingPglite {
  let current: PGlite | undefined = first
  let starting: Promise<PGlite> | undefined
  let failed: { error: Error; at: number } | undefined

  const start = async () => {
    try {
      if (!restart) throw new Error('it was in memory')
      current = await restart()
      failed = undefined
      return current
    } catch (cause) {
      const error = new Error('the embedded database has stopped and cannot be started again', { cause })
      failed = { error: Object.assign(error, { code: '57P03' }), at: performance.now() }
      throw failed.error
    } finally {
      starting = undefined
    }
  }

  return {
    get: async () => {
      if (current) return current
      if (failed && performance.now() - failed.at < RETRY_MS) throw failed.error
      starting ??= start()
      return starting
    },
    stopped: (lite) => {
      if (current === lite) current = undefined
    },
    close: async () => {
      await starting?.catch(() => {})
      await current?.close()
    },
  }
}
