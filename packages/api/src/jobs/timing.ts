const MINUTE = 60
const HOUR = 60 * MINUTE

/** Delays before the second attempt, the third and on, in seconds: two days in all. */
export const RETRY_DELAYS_S: readonly number[] = [
  2,
  10,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
]

/** Of a job with a schedule, whose next time comes anyway. */
export const SCHEDULED_RETRY_DELAYS_S: readonly number[] = [2, 10, MINUTE, 5 * MINUTE]

/** Each delay grows by a random part of itself, up to this, so that jobs that failed together do not return together. */
export const JITTER = 0.2

/** A process holds a job for this long, and renews that while it runs. Another takes it over once it has ended. */
export const LEASE_S = 30

/** How often leases are renewed, and looked through for those that ended. */
export const BEAT_MS = 10_000

/** How often the queue is looked at when nothing wakes the workers, and rows for those whose time has come. */
export const POLL_MS = 5_000

/** How long a job may wait for its first attempt, beyond its time. */
export const MAX_PENDING_DAYS = 30

/** How long a run may take, unless its job says otherwise, in seconds. */
export const TIMEOUT_S = 5 * MINUTE
