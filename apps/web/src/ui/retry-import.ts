/** Milliseconds between two tries. */
const WAIT = { first: 500, longest: 10_000 }

/**
 * Loads what a small part of the page is made of, for as long as it takes: without a network the part is missing, and not
 * the page.
 */
export function patient<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    for (let wait = WAIT.first; ; wait = Math.min(wait * 2, WAIT.longest)) {
      try {
        return await load()
      } catch {
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
  }
}
