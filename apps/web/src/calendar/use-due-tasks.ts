import { useEffect, useMemo } from 'react'
import type { Task } from '../api/trpc.ts'
import { useTaskList } from '../sync/use-sync.tsx'
import { type Day, dueRange } from './days/day.ts'
import { groupByDay } from './days/day-tasks.ts'

/** The most tasks that the calendar loads and shows. */
export const MAX_TASKS = 1000

/** The tasks that are due on the given consecutive days, by day. Loads all pages up to the limit. */
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
  return { ...list, byDay, isTruncated: hasNextPage && tasks.length >= MAX_TASKS }
}

export type TasksByDay = ReadonlyMap<Day, readonly Task[]>
