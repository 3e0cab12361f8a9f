import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** How long a body may take. */
const BODY_MS = 30_000

/** What an upload must bring in a second, on average, if it takes longer than that: 128 kbit/s. */
const MIN_RATE = 16 * 1024

/** How long a file of this size may take at most, in milliseconds. */
export function longestUpload(maxBytes: number): number {
  return 2 * BODY_MS + Math.ceil(maxBytes / MIN_RATE) * 1000
}

interface Seen {
  since: number
  bytesRead: number
}

/**
 * Finds requests whose body takes too long. Node has one limit for all requests, which has to be that of the longest upload; what
 * reads an upload calls `allow`, and only then may it take longer than `bodyMs`.
 */
export class SlowBodies {
  readonly #allowed = new WeakSet<IncomingMessage>()
  readonly #seen = new WeakMap<IncomingMessage, Seen>()

  constructor(
    private readonly bodyMs = BODY_MS,
    private readonly minRate = MIN_RATE,
  ) {}

  /** The body may take long, as long as it keeps coming. */
  allow(req: IncomingMessage): void {
    this.#allowed.add(req)
  }

  /** Whether the body has taken too long. Called from time to time for each request whose body is not complete. */
  isTooSlow(req: IncomingMessage, socket: Socket, now: number): boolean {
    const seen = this.#seen.get(req)
    if (!seen) {
      this.#seen.set(req, { since: now, bytesRead: socket.bytesRead })
      return false
    }
    const elapsed = now - seen.since
    if (elapsed < this.bodyMs) return false
    const rate = ((socket.bytesRead - seen.bytesRead) * 1000) / elapsed
    return !this.#allowed.has(req) || rate < this.minRate
  }
}
