import { useMemo } from 'react'
import { type Day, startOf } from '../calendar/days/day.ts'
import type { TaskFilters } from '../sync/lists/task-order.ts'
import { useTaskList } from '../sync/use-sync.tsx'

/** A completed task changes when it is completed, so those of today come first. */
const FILTERS: TaskFilters = { status: ['done'], sort: '-updatedAt' }

/** The tasks that were completed today, the latest first, as far as a page of the list has them. */
export function useCompletedToday(today: Day, options: { enabled: boolean }) {
  const { tasks, isLoaded, fetchStatus } = useTaskList(FILTERS, options)
  // Without a connection, what is not loaded counts as nothing.
  const isKnown = isLoaded || (options.enabled && fetchStatus !== 'fetching')
  const since = startOf(today).getTime()
  return useMemo(() => {
    const completed = tasks.flatMap((task) => {
      const at = Date.parse(task.completedAt ?? '')
      return at >= since ? [{ task, at }] : []
    })
    return { isKnown, tasks: completed.toSorted((a, b) => b.at - a.at).map(({ task }) => task) }
  }, [tasks, since, isKnown])
}
