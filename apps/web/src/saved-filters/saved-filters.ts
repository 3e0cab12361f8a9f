import { createListeners, useObservable } from '../observable.ts'
import { useSession } from '../session/session.ts'

/** A named filter of the list of all tasks. The server has no place for it, so it is kept on this device. */
export interface SavedFilter {
  name: string
  /** The parameters of the list, as in its URL. */
  search: string
}

const { notify, subscribe } = createListeners()
const keyOf = (userId: string) => `tandem.filters.${userId}`

/** What was read last. The same text gives the same object, as React requires. */
let last: { json: string; filters: readonly SavedFilter[] } | undefined

export function readFilters(userId: string): readonly SavedFilter[] {
  const json = localStorage.getItem(keyOf(userId)) ?? '[]'
  if (last?.json !== json) last = { json, filters: parse(json) }
  return last.filters
}

function parse(json: string): SavedFilter[] {
  try {
    return JSON.parse(json).filter(
      (one: Partial<SavedFilter>) => typeof one.name === 'string' && typeof one.search === 'string',
    )
  } catch {
    return []
  }
}

export function writeFilters(userId: string, filters: readonly SavedFilter[]): void {
  localStorage.setItem(keyOf(userId), JSON.stringify(filters))
  notify()
}

/** Another tab may change them too. */
function subscribeToAll(listener: () => void) {
  window.addEventListener('storage', listener)
  const unsubscribe = subscribe(listener)
  return () => {
    window.removeEventListener('storage', listener)
    unsubscribe()
  }
}

/** The user's saved filters. */
export function useSavedFilters() {
  const session = useSession()
  const userId = session.status === 'signed-in' ? session.userId : ''
  const filters = useObservable({ get: () => readFilters(userId), subscribe: subscribeToAll })
  return { userId, filters }
}
