/** Delay between attempts, in ms. */
const RETRY_DELAY = { first: 500, max: 10_000 }

/**
 * Wraps a dynamic import so that it retries with exponential back-off until it succeeds. Without a network only that part of
 * the page is missing, and the page does not fail.
 */
export function retryImport<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    for (let wait = RETRY_DELAY.first; ; wait = Math.min(wait * 2, RETRY_DELAY.max)) {
      try {
        return await load()
      } catch {
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
  }
}
