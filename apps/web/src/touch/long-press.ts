/** How long a finger must stay, in ms. */
export const LONG_PRESS_MS = 450

/** How far a finger may move meanwhile, in px. */
export const TOLERANCE = 10

/** What takes its touches itself. */
const OWN = '[aria-haspopup], input:not([type="checkbox"])'

/**
 * Selects the task in whose row a finger stays, as its checkbox does. The click that would follow is suppressed. Returns a function
 * that ends it.
 */
export function followLongPresses(): () => void {
  let press: { x: number; y: number; timer: ReturnType<typeof setTimeout> } | undefined
  let wasLong = false

  const cancel = () => {
    clearTimeout(press?.timer)
    press = undefined
  }

  const onDown = ({ pointerType, isPrimary, target, clientX: x, clientY: y }: PointerEvent) => {
    cancel()
    wasLong = false
    if (pointerType !== 'touch' || !isPrimary || !(target instanceof Element) || target.closest(OWN)) return
    const checkbox = target.closest('[data-swipe]')?.querySelector<HTMLInputElement>('[type="checkbox"]')
    if (!checkbox) return
    const timer = setTimeout(() => {
      checkbox.click()
      wasLong = true
    }, LONG_PRESS_MS)
    press = { x, y, timer }
  }

  const onMove = ({ clientX, clientY }: PointerEvent) => {
    if (press && Math.hypot(clientX - press.x, clientY - press.y) > TOLERANCE) cancel()
  }

  const suppress = (event: Event) => {
    if (!wasLong) return
    event.preventDefault()
    event.stopPropagation()
    if (event.type === 'click') wasLong = false
  }

  const events = new AbortController()
  const { signal } = events
  document.addEventListener('pointerdown', onDown, { signal })
  document.addEventListener('pointermove', onMove, { signal })
  document.addEventListener('pointerup', cancel, { signal })
  document.addEventListener('pointercancel', cancel, { signal })
  document.addEventListener('click', suppress, { signal, capture: true })
  // The menu that a long press opens otherwise.
  document.addEventListener('contextmenu', suppress, { signal, capture: true })
  return () => {
    cancel()
    events.abort()
  }
}
