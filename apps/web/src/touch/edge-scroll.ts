/** How near to an edge a finger scrolls, in px. */
const ZONE = 72

/** The fastest that it scrolls, in px a frame. */
const MAX_SPEED = 14

/** Scrolls the page and whatever is under a finger that is near its edge. Called in every frame of a drag. */
export function scrollNearEdges(x: number, y: number): void {
  const { clientWidth, clientHeight } = document.documentElement
  scrollBy(0, speed(y, 0, clientHeight))
  for (let at = document.elementFromPoint(x, y); at && at !== document.body; at = at.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(at)
    const { left, right, top, bottom } = at.getBoundingClientRect()
    const byX = overflowX === 'auto' ? speed(x, Math.max(left, 0), Math.min(right, clientWidth)) : 0
    const byY = overflowY === 'auto' ? speed(y, Math.max(top, 0), Math.min(bottom, clientHeight)) : 0
    if (byX !== 0 || byY !== 0) at.scrollBy(byX, byY)
  }
}

/** Faster the nearer it is to the edge, negative at the first one. */
function speed(at: number, from: number, to: number): number {
  const inside = Math.min(at - from, to - at)
  if (inside >= ZONE) return 0
  const fast = MAX_SPEED * Math.min(1 - inside / ZONE, 1)
  return at - from < to - at ? -fast : fast
}
