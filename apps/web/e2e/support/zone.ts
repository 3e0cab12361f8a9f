/**
 * How many hours the browsers' clock is ahead of UTC, from -11 to 12. It is noon there whenever the tests run, so that
 * no test crosses midnight.
 */
export const HOURS_AHEAD = 12 - new Date().getUTCHours()

/** The time zone with that offset all year round. POSIX signs count westwards. */
export const ZONE = `Etc/GMT${HOURS_AHEAD > 0 ? '-' : '+'}${Math.abs(HOURS_AHEAD)}`

const HOUR = 3_600_000

/** The day `days` after today by the browsers' clock, as `YYYY-MM-DD`. */
export const dayAfter = (days: number): string =>
  new Date(Date.now() + (HOURS_AHEAD + 24 * days) * HOUR).toISOString().slice(0, 10)

/** An instant of that day by the browsers' clock. */
export const timeOn = (days: number, hour: number): string =>
  new Date(Date.parse(`${dayAfter(days)}T00:00:00.000Z`) + (hour - HOURS_AHEAD) * HOUR).toISOString()
