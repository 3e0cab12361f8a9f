import { useEffect, useState } from 'react'
import { useConnection } from '../api/connection.ts'
import type { Task } from '../api/trpc.ts'
import type { Day } from '../calendar/days/day.ts'
import type { useTaskList } from '../sync/use-sync.tsx'
import { focusRow } from '../tasks/list/focus-row.ts'
import type { TaskActions } from '../tasks/use-task-actions.ts'

/** Moves all tasks of a list to a day, also those that are not loaded yet. Without a connection, those that are. */
export function useMoveAll(
  { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage }: ReturnType<typeof useTaskList>,
  tasks: readonly Task[],
  actions: TaskActions,
  day: Day,
) {
  const [isMoving, setMoving] = useState(false)
  const isOnline = useConnection() === 'online'
  const needsMore = hasNextPage && isOnline && !isFetchNextPageError
  useEffect(() => {
    if (!isMoving) return
    if (!needsMore) {
      setMoving(false)
      actions.moveTo(tasks, () => day)
      // The button that had the focus has left the page.
      const [first] = tasks
      if (first) requestAnimationFrame(() => focusRow(first.id))
    } else if (!isFetching) void fetchNextPage()
  }, [isMoving, needsMore, isFetching, fetchNextPage, actions, tasks, day])
  return { isMoving, moveAll: () => setMoving(true) }
}
