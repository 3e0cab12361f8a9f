import { useSyncExternalStore } from 'react'

/** Whether a media query matches. Rerenders when that changes. */
export function useMedia(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (notify) => {
      query.addEventListener('change', notify)
      return () => query.removeEventListener('change', notify)
    },
    () => query.matches,
  )
}
