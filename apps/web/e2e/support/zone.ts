/**
 * The hours by which the clock of the browsers is ahead of UTC, from -11 to 12: it is noon there whenever
 * the tests are run, so that no day ends within one.
 */
export const AHEAD = 12 - new Date().getUTCHours()

/** The zone with that clock, all year round; its sign is POSIX's, which counts westwards. */
export const ZONE = `Etc/GMT${AHEAD > 0 ? '-' : '+'}${Math.abs(AHEAD)}`
