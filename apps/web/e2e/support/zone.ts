/**
 * How many hours the browsers' clock is ahead of UTC, from -11 to 12. It is noon there whenever the tests run, so that
 * no test crosses midnight.
 */
export const HOURS_AHEAD = 12 - new Date().getUTCHours()

/** The time zone with that offset all year round. POSIX signs count westwards. */
export const ZONE = `Etc/GMT${HOURS_AHEAD > 0 ? '-' : '+'}${Math.abs(HOURS_AHEAD)}`
