import type { QueryClient } from '@tanstack/react-query'
import { createObservable } from '../observable.ts'
import { currentSession } from '../session/session.ts'
import { retryImport } from '../ui/retry-import.ts'
import type { Copy } from './copy.ts'
import { forgetCopies } from './forget.ts'
import { copyName } from './names.ts'

const load = retryImport(() => import('./copy.ts'))

/** How often to look whether the page has loaded what it shows first, in ms. */
const LOOK_MS = 1_000

/**
 * The copy of a user's tasks on this device. Undefined until it is open, and where the browser keeps nothing. An existing copy
 * is opened at once. A first one is made when the page has loaded what it shows.
 */
export function followCopy(userId: string, queries: QueryClient) {
  const copy = createObservable<Copy | undefined>(undefined)
  let isClosed = false

  async function open() {
    const databases = await indexedDB.databases()
    if (!databases.some(({ name }) => name === copyName(userId))) {
      do await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      while (queries.isFetching() > 0)
    }
    if (isClosed) return
    const { openCopy } = await load()
    if (isClosed) return
    const opened = await openCopy(userId, queries)
    if (!isClosed) return copy.set(opened)
    opened.close()
    // Opened while the user signed out, it is there again.
    const session = currentSession.get()
    void forgetCopies(session.status === 'signed-in' ? session.userId : undefined)
  }
  open().catch(() => {})

  return {
    get: copy.get,
    subscribe: copy.subscribe,
    close: () => {
      isClosed = true
      copy.get()?.close()
    },
  }
}
