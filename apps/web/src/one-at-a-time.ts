/** The last work of each name in this page. */
const last = new Map<string, Promise<unknown>>()

/** Does work of one name one after another, in all pages of this browser. Pages without TLS have no locks, and wait for their own only. */
export function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  if ('locks' in navigator) return navigator.locks.request(name, work)
  const done = (last.get(name) ?? Promise.resolve()).then(work)
  last.set(
    name,
    done.catch(() => {}),
  )
  return done
}
