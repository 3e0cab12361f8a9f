import { type Draggable, type DropTarget, draggables, dropTargets } from '../tasks/drag-registry.ts'
import { scrollNearEdges } from './edge-scroll.ts'
import { LONG_PRESS_MS, TOLERANCE } from './long-press.ts'

/** After a long press has selected, in ms. */
const HOLD_MS = LONG_PRESS_MS + 50

interface Point {
  x: number
  y: number
}

/**
 * Lets fingers drag tasks: a long press lifts one, and it follows the finger. Touch events, because unlike pointer events they go
 * on while the page would scroll. `labelOf` names the task that is dragged. Returns a function that ends it.
 */
export function followTouchDrags(labelOf: (id: string) => string): () => void {
  let held:
    | { task: Draggable; from: Point; timer: ReturnType<typeof setTimeout>; isLifted: boolean }
    | undefined
  let drag: { label: HTMLElement; at: Point; target: DropTarget | undefined; frame: number } | undefined

  const onStart = (event: TouchEvent) => {
    end()
    const task = registered(draggables, event.target)
    const [touch, another] = event.touches
    const isOnMenu = event.target instanceof Element && event.target.closest('[aria-haspopup]')
    if (!task || !touch || another || isOnMenu) return
    const timer = setTimeout(() => {
      if (!held) return
      held.isLifted = true
      task.onDragged(true)
    }, HOLD_MS)
    held = { task, from: pointOf(touch), timer, isLifted: false }
  }

  const onMove = (event: TouchEvent) => {
    const [touch] = event.touches
    if (!held || !touch) return
    const at = pointOf(touch)
    const isMoved = Math.hypot(at.x - held.from.x, at.y - held.from.y) > TOLERANCE
    if (!held.isLifted) {
      if (isMoved) end()
      return
    }
    // Else the page would scroll.
    event.preventDefault()
    if (!drag && isMoved) begin(held.task, at)
    if (drag) drag.at = at
  }

  function begin(task: Draggable, at: Point) {
    task.onTouchStart()
    const label = document.createElement('div')
    label.className =
      'pointer-events-none fixed top-0 left-0 z-60 line-clamp-2 max-w-64 rounded-xl border border-accent bg-raised px-3 py-2 text-sm shadow-raised'
    label.ariaHidden = 'true'
    label.textContent = labelOf(task.id)
    document.body.append(label)
    // The board does not snap to its columns meanwhile.
    document.documentElement.dataset.dragging = ''
    drag = { label, at, target: undefined, frame: 0 }
    follow()
  }

  function follow() {
    if (!drag) return
    const { x, y } = drag.at
    // Above the finger.
    drag.label.style.translate = `calc(${x}px - 50%) calc(${y}px - 100% - 1.25rem)`
    const target = targetAt(drag.at)
    if (target !== drag.target) {
      drag.target?.onOver(false)
      target?.onOver(true)
      drag.target = target
    }
    scrollNearEdges(x, y)
    drag.frame = requestAnimationFrame(follow)
  }

  const onEnd = (event: TouchEvent) => {
    // No click follows.
    if (held?.isLifted) event.preventDefault()
    // The last frame may have been long before, on a busy device.
    if (drag && held) targetAt(drag.at)?.onDrop(held.task.id)
    end()
  }

  function end() {
    clearTimeout(held?.timer)
    if (held?.isLifted) held.task.onDragged(false)
    held = undefined
    if (!drag) return
    cancelAnimationFrame(drag.frame)
    drag.target?.onOver(false)
    drag.label.remove()
    drag = undefined
    delete document.documentElement.dataset.dragging
  }

  // The menu of links that a long press opens.
  const onContextMenu = (event: Event) => held && event.preventDefault()

  const events = new AbortController()
  const options = { signal: events.signal, passive: false }
  document.addEventListener('touchstart', onStart, options)
  document.addEventListener('touchmove', onMove, options)
  document.addEventListener('touchend', onEnd, options)
  document.addEventListener('touchcancel', end, options)
  document.addEventListener('contextmenu', onContextMenu, options)
  return () => {
    end()
    events.abort()
  }
}

/** How far from the sides of the screen a target begins at the latest, in px: a finger that scrolls is at the very edge. */
const INSET = 24

/** What is under a finger, or beside it at the edge of the screen. */
function targetAt({ x, y }: Point): DropTarget | undefined {
  const inside = Math.max(INSET, Math.min(x, document.documentElement.clientWidth - INSET))
  return (
    registered(dropTargets, document.elementFromPoint(x, y)) ??
    registered(dropTargets, document.elementFromPoint(inside, y))
  )
}

const pointOf = ({ clientX: x, clientY: y }: Touch): Point => ({ x, y })

/** What is registered for an element, or for the nearest one around it. */
function registered<T>(known: WeakMap<Element, T>, start: EventTarget | null): T | undefined {
  for (let at = start instanceof Element ? start : null; at; at = at.parentElement) {
    const found = known.get(at)
    if (found) return found
  }
  return undefined
}
