import { useEffect, useMemo } from 'react'
import { useLocation } from 'wouter'
import { startOfDay } from '../english/format/time.ts'
import type { TaskFilters } from '../sync/lists/task-order.ts'
import { useTaskList } from '../sync/use-sync.tsx'
import { notifyOnce } from './notify-once.ts'
import { watchReminders } from './remind-at.ts'

/** Shows a notification at the time of each reminder, of the open tasks that are due next. Live updates keep them current. */
export default function Notifier() {
  const [, go] = useLocation()
  const filters = useMemo((): TaskFilters => {
    const dueAfter = startOfDay(new Date()).toISOString()
    return { status: ['todo', 'in_progress'], dueAfter, sort: 'dueAt' }
  }, [])
  const { tasks } = useTaskList(filters)
  useEffect(
    () => watchReminders(tasks, (task, at) => void notifyOnce(task, at, (id) => go(`/all?task=${id}`))),
    [tasks, go],
  )
  return null
}
