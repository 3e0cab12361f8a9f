import { useCallback, useRef } from 'react'
import { useMedia } from '../use-media.ts'

/** Where menus and dialogs are sheets at the bottom that a finger can pull down. The width is Tailwind's `sm`. */
const smallTouch = window.matchMedia('(pointer: coarse) and (width < 40rem)')

/** The mark at the top of a sheet that shows that it can be pulled. */
export const SHEET_MARK =
  "before:absolute before:inset-x-0 before:top-2 before:mx-auto before:h-1 before:w-9 before:rounded-full before:bg-strong-line before:content-['']"

/** How far a finger pulls, in px, until the sheet moves, and until it closes. */
const DISTANCE = { start: 8, close: 90 }

/** Whether there are sheets, and a ref for one, which a finger can pull down to close. */
export function useSheet(onClose: () => void) {
  const isSheet = useMedia(smallTouch)
  const latest = useRef(onClose)
  latest.current = onClose
  const ref = useCallback(
    (element: HTMLElement | null) =>
      element && isSheet ? followPull(element, () => latest.current()) : undefined,
    [isSheet],
  )
  return { isSheet, ref }
}

/** Touch events, because unlike pointer events they go on where the sheet could scroll. */
function followPull(sheet: HTMLElement, onClose: () => void): () => void {
  let from: { x: number; y: number } | undefined
  let pulled = 0
  const onStart = ({ target, touches: [touch, another] }: TouchEvent) => {
    const canPull = touch && !another && target instanceof Element && isAtTop(target, sheet)
    from = canPull ? { x: touch.clientX, y: touch.clientY } : undefined
    pulled = 0
  }
  const onMove = (event: TouchEvent) => {
    const [touch] = event.touches
    if (!from || !touch) return
    const [byX, byY] = [touch.clientX - from.x, touch.clientY - from.y]
    if (pulled === 0 && Math.hypot(byX, byY) < DISTANCE.start) return
    // It scrolls, or the finger moves sideways.
    if (pulled === 0 && byY < Math.abs(byX)) {
      from = undefined
      return
    }
    event.preventDefault()
    pulled = Math.max(byY, 1)
    sheet.style.translate = `0 ${pulled}px`
  }
  const onEnd = () => {
    if (pulled >= DISTANCE.close) onClose()
    else sheet.style.translate = ''
    from = undefined
    pulled = 0
  }
  const events = new AbortController()
  const options = { signal: events.signal, passive: false }
  sheet.addEventListener('touchstart', onStart, options)
  sheet.addEventListener('touchmove', onMove, options)
  sheet.addEventListener('touchend', onEnd, options)
  sheet.addEventListener('touchcancel', onEnd, options)
  return () => events.abort()
}

/** Whether nothing around an element, in a sheet, can scroll up, and the element takes no touches itself. */
function isAtTop(element: Element, sheet: Element): boolean {
  if (element.closest('input, textarea, select, [role="listbox"]')) return false
  for (let at: Element | null = element; at; at = at === sheet ? null : at.parentElement)
    if (at.scrollTop > 0) return false
  return true
}
