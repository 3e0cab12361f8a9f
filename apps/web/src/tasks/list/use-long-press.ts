import { type PointerEvent, type SyntheticEvent, useRef } from 'react'

/** How long a finger must stay, in ms. */
export const LONG_PRESS_MS = 450

/** How far a finger may move meanwhile, in pixels. */
export const TOLERANCE = 10

/** Runs when a finger stays on an element, but not on the button of its menu. The click that would follow is suppressed. */
export function useLongPress(run: () => void) {
  const press = useRef<{ x: number; y: number; timer: ReturnType<typeof setTimeout> }>(undefined)
  const wasLong = useRef(false)
  const cancel = () => {
    clearTimeout(press.current?.timer)
    press.current = undefined
  }
  const suppressOnce = (event: SyntheticEvent) => {
    if (!wasLong.current) return
    event.preventDefault()
    event.stopPropagation()
    if (event.type === 'click') wasLong.current = false
  }
  return {
    onPointerDown: (event: PointerEvent<Element>) => {
      const { pointerType, isPrimary, currentTarget, clientX: x, clientY: y } = event
      const target = event.target as Element
      cancel()
      wasLong.current = false
      // React passes on what happens in the menu of a row, which is elsewhere in the page.
      if (!currentTarget.contains(target) || target.closest('[aria-haspopup]')) return
      if (pointerType !== 'touch' || !isPrimary) return
      const timer = setTimeout(() => {
        wasLong.current = true
        run()
      }, LONG_PRESS_MS)
      press.current = { x, y, timer }
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const start = press.current
      if (start && Math.hypot(clientX - start.x, clientY - start.y) > TOLERANCE) cancel()
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    onClickCapture: suppressOnce,
    // The menu that a long press opens otherwise.
    onContextMenu: suppressOnce,
  }
}
