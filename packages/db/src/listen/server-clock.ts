/** The time of a database server, as this process reckons it. */
export interface ServerClock {
  now(): Date
  /** Takes in a time of the server in ms, which it read between two times of this process. */
  observe(reading: { sentAt: number; serverTime: number; receivedAt: number }): void
}

/**
 * Keeps the difference between the clocks of the server and of this process. A reading only narrows it to the time that the
 * answer took, so a slow answer does not move a clock that is right.
 */
export function createServerClock(): ServerClock {
  let difference = 0
  return {
    now: () => new Date(Date.now() + difference),
    observe: ({ sentAt, serverTime, receivedAt }) => {
      difference = Math.min(Math.max(difference, serverTime - receivedAt), serverTime - sentAt)
    },
  }
}
