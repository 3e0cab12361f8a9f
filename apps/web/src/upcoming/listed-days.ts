import type { Task } from '../api/trpc.ts'
import { type Day, plusDays } from '../calendar/days/day.ts'

/** The days that are shown whether or not they have tasks. */
export const NEAR_DAYS = 14

export const nearDays = (today: Day): Day[] => Array.from({ length: NEAR_DAYS }, (_, i) => plusDays(today, i))

/**
 * The days of the page: all of the next two weeks, and later ones that have tasks. While more tasks can be loaded, no day
 * after the last loaded one is among them, as it would look empty.
 */
export function listedDays(
  byDay: ReadonlyMap<Day, readonly Task[]>,
  { today, hasMore }: { today: Day; hasMore: boolean },
): Day[] {
  const known = [...byDay.keys()].filter((day) => day >= today).toSorted()
  const near = nearDays(today)
  const lastKnown = known.at(-1) ?? today
  const lastNear = near.at(-1) ?? today
  return [...near.filter((day) => !hasMore || day <= lastKnown), ...known.filter((day) => day > lastNear)]
}
