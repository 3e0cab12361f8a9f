const DAY = 86_400_000

/** How long the server keeps what was deleted, in milliseconds. */
const KEPT = 30 * DAY

/** How many more days something is kept, the one that has begun counted whole; never less than one. */
export function daysKept(deletedAt: string, now = Date.now()): number {
  return Math.max(1, Math.ceil((Date.parse(deletedAt) + KEPT - now) / DAY))
}
