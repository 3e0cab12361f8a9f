/** What tells whether the process keeps up. */
export interface Load {
  /** How long the event loop took to come round, in ms. */
  turnMs: number
  /** Requests that wait for this process. Open streams do not, nor do bodies that are on their way. */
  requests: number
  /** Work that waits for a connection to the database. */
  waiting: number
}

/** Each request waits for some turns of the event loop. */
const MAX_TURN_MS = 250

/** With fewer requests a long turn is a slow statement of the embedded database, or a busy machine, and nobody's crowd. */
const MIN_REQUESTS = 100

/** Work waits for a connection for 5 s at most: ten connections serve so many in that time if each needs 100 ms. */
const MAX_WAITING = 500

/** Some are always let in, so that it is noticed when they are served in time again. */
const MIN_ADMITTED = 0.05

/** How much of all calls is let in again with every look at a process that keeps up. */
const RECOVERY = 0.04

/** Decides which calls are refused at once, so that those that are let in are answered in time. */
export class Pressure {
  #admitted = 1
  #wasPressed = false
  /** Calls refused since the start. */
  refused = 0

  /** The share of calls that is refused. */
  get share(): number {
    return 1 - this.#admitted
  }

  /** Whether to refuse this call. Counts it if so. */
  refuses(random = Math.random): boolean {
    if (this.#admitted >= 1 || random() < this.#admitted) return false
    this.refused++
    return true
  }

  /** Called with every look. Refuses so much that what is let in would take as long as it may. */
  observe({ turnMs, requests, waiting }: Load): void {
    const excess = Math.max(requests < MIN_REQUESTS ? 0 : turnMs / MAX_TURN_MS, waiting / MAX_WAITING)
    const isPressed = excess > 1
    // Once is a hiccup. What lasts is a crowd.
    if (isPressed && this.#wasPressed) this.#admitted = Math.max(MIN_ADMITTED, this.#admitted / excess)
    if (!isPressed) this.#admitted = Math.min(1, this.#admitted + RECOVERY)
    this.#wasPressed = isPressed
  }
}
