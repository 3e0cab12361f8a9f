import { useSyncExternalStore } from 'react'

/** Whether a media query matches, now and when that changes. */
export function useMedia(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (tell) => {
      query.addEventListener('change', tell)
      return () => query.removeEventListener('change', tell)
    },
    () => query.matches,
  )
}
