import { useEffect, useMemo } from 'react'
import type { Task } from '../api/trpc.ts'
import { useTaskList } from '../sync/use-sync.tsx'
import { type Day, dueWithin } from './days/day.ts'
import { groupByDay } from './days/day-tasks.ts'

/** Tasks shown at once: more than that is no calendar any more. */
export const MOST_TASKS = 1000

/** All that is due from one day to another, by day. */
export function useDueTasks(days: readonly Day[]) {
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const filters = useMemo(() => ({ ...dueWithin(first, last), sort: 'dueAt,-priority' }), [first, last])
  const list = useTaskList(filters)

  const { tasks, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list
  const readsOn = hasNextPage && !isFetching && !isFetchNextPageError && tasks.length < MOST_TASKS
  useEffect(() => {
    if (readsOn) void fetchNextPage()
  }, [readsOn, fetchNextPage])

  const byDay = useMemo(() => groupByDay(tasks.slice(0, MOST_TASKS)), [tasks])
  return { ...list, byDay, isCut: hasNextPage && tasks.length >= MOST_TASKS }
}

export type TasksByDay = ReadonlyMap<Day, readonly Task[]>
