import type { BrowserContextOptions, Locator, Page } from 'playwright-core'

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
}
export const TABLET: BrowserContextOptions = { ...PHONE, viewport: { width: 820, height: 1180 } }

export interface Point {
  x: number
  y: number
}

/** Longer than a long press takes, also on a busy machine. */
const HOLD_MS = 1_000

/** The middle of an element. */
export async function middleOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('it is not in the page')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** A finger on the screen of a page. */
export async function fingerOn(page: Page) {
  const session = await page.context().newCDPSession(page)
  let at: Point = { x: 0, y: 0 }
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: Point[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints })
  const down = async (point: Point) => {
    at = point
    await send('touchStart', at)
  }
  const moveTo = async (to: Point, steps = 8) => {
    const from = at
    for (let i = 1; i <= steps; i += 1) {
      at = { x: from.x + ((to.x - from.x) * i) / steps, y: from.y + ((to.y - from.y) * i) / steps }
      await send('touchMove', at)
    }
  }
  const up = () => send('touchEnd')
  const holdAt = async (point: Point) => {
    await down(point)
    await page.waitForTimeout(HOLD_MS)
  }
  const hold = async (locator: Locator) => holdAt(await middleOf(locator))
  return {
    down,
    moveTo,
    up,
    /** Moves sideways from the middle of an element, by so many px, and stays there. */
    slide: async (locator: Locator, by: number) => {
      const from = await middleOf(locator)
      await down(from)
      await moveTo({ x: from.x + by, y: from.y })
    },
    /** Stays on an element, or at a point, until it is a long press. */
    hold,
    holdAt,
    /** Drags after a long press. */
    drag: async (locator: Locator, to: Point) => {
      await hold(locator)
      await moveTo(to)
    },
  }
}
