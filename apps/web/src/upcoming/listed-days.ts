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

/** About as many tasks as are in view at first. */
const FIRST_TASKS = 12

/** The first days, up to the one with which they have more tasks than are in view. */
export function daysInView(days: readonly Day[], byDay: ReadonlyMap<Day, readonly Task[]>): readonly Day[] {
  let count = 0
  const last = days.findIndex((day) => {
    count += byDay.get(day)?.length ?? 0
    return count >= FIRST_TASKS
  })
  return last === -1 ? days : days.slice(0, last + 1)
}
