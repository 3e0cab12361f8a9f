const DAY_MS = 86_400_000

/** How long the server keeps deleted tasks, in ms. */
const RETENTION_MS = 30 * DAY_MS

/** The days until a deleted task is purged, rounded up and at least one. */
export function daysLeft(deletedAt: string, now = Date.now()): number {
  return Math.max(1, Math.ceil((Date.parse(deletedAt) + RETENTION_MS - now) / DAY_MS))
}
