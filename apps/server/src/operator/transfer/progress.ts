import type { Given } from '../command.ts'

const INTERVAL_MS = 200

export interface Progress {
  /** How many of something are done. */
  at(what: string, count: number): void
  /** Leaves no trace on the line. */
  done(): void
}

/** Shows how far work is, on one line of a terminal. Elsewhere nothing. */
export function createProgress({ isTerminal, note }: Pick<Given, 'isTerminal' | 'note'>): Progress {
  let shownAt: number | undefined
  return {
    at: (what, count) => {
      const now = performance.now()
      if (!isTerminal || (shownAt !== undefined && now - shownAt < INTERVAL_MS)) return
      shownAt = now
      note(`\r\u001b[K${what} ${count.toLocaleString('en')}`)
    },
    done: () => {
      if (shownAt !== undefined) note('\r\u001b[K')
    },
  }
}
