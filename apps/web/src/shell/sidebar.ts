import { createListeners, useObservable } from '../observable.ts'

const KEY = 'tandem.sidebar'
const listeners = createListeners()

/** Wide enough for the whole sidebar beside a page. */
const wide = window.matchMedia('(width >= 68.75rem)')
wide.addEventListener('change', listeners.notify)

/** What was chosen on this device or, before that, what fits. */
function isRail(): boolean {
  const chosen = localStorage.getItem(KEY)
  return chosen === null ? !wide.matches : chosen === 'rail'
}

/** Makes the sidebar a rail of icons, or whole again. */
export function toggleSidebar(): void {
  localStorage.setItem(KEY, isRail() ? 'whole' : 'rail')
  listeners.notify()
}

export const useIsRail = () => useObservable({ get: isRail, subscribe: listeners.subscribe })
