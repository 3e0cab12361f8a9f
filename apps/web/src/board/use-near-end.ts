import { useCallback, useRef } from 'react'

/** How far below the visible part an element counts as near, as a CSS margin. */
const PRELOAD_MARGIN = '600px 0px'

/** Returns a ref for the last element of a list. Calls `onNear` when it comes near the visible part of its scrolling parent. */
export function useNearEnd(onNear: () => void) {
  const latest = useRef(onNear)
  latest.current = onNear
  return useCallback((element: HTMLElement | null) => {
    if (!element) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current()
      },
      { root: element.parentElement, rootMargin: PRELOAD_MARGIN },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
}
