import { useSyncExternalStore } from 'react'

/** A finger is what the device is used with first. */
export const touch = window.matchMedia('(pointer: coarse)')

/** A finger can be used too, as on a laptop with a touch screen. */
export const anyTouch = window.matchMedia('(any-pointer: coarse)')

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
