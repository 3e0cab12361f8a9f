/** Towards the end of the line of text, or back towards its start. */
export type Side = 'end' | 'start'

/** A row that is being moved aside by a finger. */
export interface Swipe {
  row: HTMLElement
  side: Side
  /** Whether it is far enough that letting go does something. */
  isFar: boolean
}

interface SwipeOptions {
  /** Called when a row begins to move, comes far enough or not, changes its side, and with undefined at the end. */
  onChange: (swipe: Swipe | undefined) => void
  /** Called when the finger lets go far enough: to the end once the row is out of view, as its task will leave the list. */
  onSwiped: (swipe: Swipe) => void
}

/** How far a finger moves, in px, until it is a swipe, and until the swipe does something. */
const DISTANCE = { start: 10, far: 80 }

/** So near to the edge of the screen, in px, a swipe is the browser's: it goes back. */
const EDGE = 24

/** After that long, in ms, a finger that has not moved is no swipe: it selects. */
const LONG_PRESS_MS = 400

/** How long a row takes to its place, in ms. */
const SLIDE_MS = 160

const reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)')

/** Follows fingers that move rows marked with `data-swipe` sideways. Returns a function that ends it. */
export function followSwipes({ onChange, onSwiped }: SwipeOptions): () => void {
  let touched: { id: number; x: number; y: number; at: number; row: HTMLElement } | undefined
  let swipe: Swipe | undefined
  /** How far the row is, in px. */
  let offset = 0

  const show = (next: Swipe | undefined) => {
    const isSame = swipe?.row === next?.row && swipe?.side === next?.side && swipe?.isFar === next?.isFar
    swipe = next
    if (!isSame) onChange(next)
  }

  /** Moves the row from under the finger to its place. */
  const slide = async (row: HTMLElement, to: number) => {
    const duration = reducedMotion.matches ? 0 : SLIDE_MS
    const steps = [{ translate: `${offset}px` }, { translate: `${to}px` }]
    await row.animate(steps, { duration, easing: 'ease-out', fill: 'forwards' }).finished.catch(() => {})
  }

  const rest = (row: HTMLElement) => {
    row.style.translate = ''
    row.style.zIndex = ''
    for (const animation of row.getAnimations()) animation.cancel()
    if (swipe?.row === row) show(undefined)
  }

  const onDown = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') return
    if (!event.isPrimary) cancel()
    if (!event.isPrimary || swipe) return
    const row = event.target instanceof Element && event.target.closest<HTMLElement>('[data-swipe]')
    const isAtEdge = Math.min(event.clientX, innerWidth - event.clientX) < EDGE
    // An input takes its touches itself: they move the caret.
    if (!row || isAtEdge || row.querySelector('input:focus, textarea')) return
    touched = { id: event.pointerId, x: event.clientX, y: event.clientY, at: event.timeStamp, row }
  }

  const onMove = (event: PointerEvent) => {
    if (event.pointerId !== touched?.id) return
    const { row, x, y, at } = touched
    const by = event.clientX - x
    if (!swipe) {
      const isSideways = Math.abs(by) > Math.abs(event.clientY - y)
      const isLate = event.timeStamp - at > LONG_PRESS_MS
      if (Math.hypot(by, event.clientY - y) < DISTANCE.start) return
      if (!isSideways || isLate) {
        touched = undefined
        return
      }
      row.setPointerCapture(event.pointerId)
      // Above what is behind it.
      row.style.zIndex = '1'
    }
    offset = by
    row.style.translate = `${by}px`
    const isRightToLeft = getComputedStyle(row).direction === 'rtl'
    show({ row, side: by > 0 === isRightToLeft ? 'start' : 'end', isFar: Math.abs(by) >= DISTANCE.far })
  }

  const onUp = async (event: PointerEvent) => {
    if (event.pointerId !== touched?.id) return
    touched = undefined
    const done = swipe
    if (!done) return
    const { row, side, isFar } = done
    const leaves = isFar && side === 'end'
    if (isFar && !leaves) onSwiped(done)
    await slide(row, leaves ? Math.sign(offset) * row.offsetWidth : 0)
    if (leaves) onSwiped(done)
    rest(row)
  }

  const cancel = () => {
    touched = undefined
    if (swipe) rest(swipe.row)
  }

  const events = new AbortController()
  const { signal } = events
  document.addEventListener('pointerdown', onDown, { signal })
  document.addEventListener('pointermove', onMove, { signal })
  document.addEventListener('pointerup', onUp, { signal })
  document.addEventListener('pointercancel', cancel, { signal })
  return () => {
    cancel()
    events.abort()
  }
}
