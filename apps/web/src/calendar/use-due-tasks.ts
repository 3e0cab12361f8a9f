import { useEffect, useMemo } from 'react'
import type { Task } from '../api/trpc.ts'
import { useTaskList } from '../sync/use-sync.tsx'
import { type Day, dueRange } from './days/day.ts'
import { groupByDay } from './days/day-tasks.ts'
import { useDayCounts } from './use-day-counts.ts'

/** The most tasks that the calendar loads and shows. */
export const MAX_TASKS = 1000

/**
 * The tasks that are due on the given consecutive days, by day. Loads all pages up to the limit. Beyond it the server counts
 * the tasks of each day: `totalOf` is how many a day has, loaded or not.
 */
export function useDueTasks(days: readonly Day[]) {
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const filters = useMemo(() => ({ ...dueRange(first, last), sort: 'dueAt,-priority' }), [first, last])
  const list = useTaskList(filters)

  const { tasks, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list
  const loadsMore = hasNextPage && !isFetching && !isFetchNextPageError && tasks.length < MAX_TASKS
  useEffect(() => {
    if (loadsMore) void fetchNextPage()
  }, [loadsMore, fetchNextPage])

  const byDay = useMemo(() => groupByDay(tasks.slice(0, MAX_TASKS)), [tasks])
  const isTruncated = hasNextPage && tasks.length >= MAX_TASKS
  const counts = useDayCounts(days, { enabled: isTruncated })
  const totalOf = (day: Day) => Math.max(byDay.get(day)?.length ?? 0, (isTruncated && counts?.get(day)) || 0)
  return { ...list, byDay, totalOf, isTruncated }
}

export type TasksByDay = ReadonlyMap<Day, readonly Task[]>
export type TotalOf = (day: Day) => number
