const FIRST_MS = 300

/** The delay before a further attempt, in ms: doubled each time, and random in its upper half so that clients spread. */
export function backoff(failures: number, maxMs: number): number {
  const full = Math.min(FIRST_MS * 2 ** failures, maxMs)
  return full * (0.5 + Math.random() / 2)
}

/** Resolves after a time, or at once when the signal aborts. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}
