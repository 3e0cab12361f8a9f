/** Users have numbers. Those from 1 to {@link USERS} take part in the load. */
export const USERS = 50

/** The user whom every row by one user measures. */
export const MEASURED_OWNER = { user: 1, count: 2000 }
/** How many rows of a resource each other user up to {@link USERS} owns. */
export const COUNT_OF_OTHERS = 40

/** Owner of few tasks, for pages deep in a list. */
export const SMALL_OWNER = { user: 51, count: 1000 }
/** Owner of the most tasks. How many is an option of the run. */
export const HUGE_OWNER = 52
/** Owner of more than the 10,000 tasks beyond which their words are indexed (decision 18). */
export const LARGE_OWNER = { user: 53, count: 12_000 }

export const ALL_USERS = 53

/** The id of a user, as a version 7 UUID. */
export function userId(user: number): string {
  return `01900000-0000-7000-8000-${String(user).padStart(12, '0')}`
}

export function userNumber(id: string): number {
  return Number(id.slice(-12))
}

/** How many rows of a resource each user who takes part in the load owns at first. */
export function countsOfLoad(): Map<number, number> {
  const counts = new Map([[MEASURED_OWNER.user, MEASURED_OWNER.count]])
  for (let user = 2; user <= USERS; user++) counts.set(user, COUNT_OF_OTHERS)
  return counts
}

/** How many tasks each user owns at first. */
export function taskCounts(hugeCount: number): Map<number, number> {
  return new Map([
    ...countsOfLoad(),
    [SMALL_OWNER.user, SMALL_OWNER.count],
    [LARGE_OWNER.user, LARGE_OWNER.count],
    [HUGE_OWNER, hugeCount],
  ])
}
