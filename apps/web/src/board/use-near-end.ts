import { useCallback, useRef } from 'react'

/** How far below what is seen something counts as near. */
const NEAR = '600px 0px'

/** Gives a ref for what ends a list: calls when that comes near to being seen in its parent, which scrolls it. */
export function useNearEnd(onNear: () => void) {
  const latest = useRef(onNear)
  latest.current = onNear
  return useCallback((element: HTMLElement | null) => {
    if (!element) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current()
      },
      { root: element.parentElement, rootMargin: NEAR },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
}
