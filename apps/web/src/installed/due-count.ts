import { useEffect, useMemo } from 'react'
import { plusDays, startOf } from '../calendar/days/day.ts'
import { useToday } from '../calendar/days/use-today.ts'
import type { TaskFilters } from '../sync/task-order.ts'
import { useTaskList } from '../sync/use-sync.tsx'

/** Shows on the app's icon how many open tasks are due by the end of today, up to a page of the list. */
export default function DueCount() {
  const today = useToday()
  const filters = useMemo((): TaskFilters => {
    const dueBefore = startOf(plusDays(today, 1)).toISOString()
    return { status: ['todo', 'in_progress'], dueBefore, sort: 'dueAt' }
  }, [today])
  const { tasks, isLoaded } = useTaskList(filters)
  const count = tasks.length
  useEffect(() => {
    // Refused where notifications are: then the icon stays as it is.
    if (isLoaded) navigator.setAppBadge(count).catch(() => {})
  }, [isLoaded, count])
  // The next user of the app must not see the number of this one.
  useEffect(() => () => void navigator.clearAppBadge().catch(() => {}), [])
  return null
}
