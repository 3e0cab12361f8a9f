import { useMemo } from 'react'
import type { Task } from '../api/trpc.ts'
import { dueTime } from '../english/format/time.ts'
import { changeLabel } from '../english/sync.ts'
import { useSync } from '../sync/use-sync.tsx'
import { type Day, dayOf, moveToDay } from './days/day.ts'
import { shortName } from './days/day-names.ts'

/** Moves tasks to a day. It can be undone. */
export function useDayActions() {
  const sync = useSync()
  return useMemo(
    () => ({
      find: sync.find,
      /** Moves a task to another day at the same time of day. Returns whether it moved. */
      move: (id: string, day: Day): boolean => {
        const task = sync.find(id)
        if (!task?.dueAt || dueDay(task) === day) return false
        const patch = task.dueOn === null ? { dueAt: moveToDay(task.dueAt, day) } : { dueOn: day }
        sync.run([{ kind: 'update', id, patch }], changeLabel.moved(shortName(day)))
        return true
      },
    }),
    [sync],
  )
}

/** The day on which a task is due, in the user's time zone. */
export const dueDay = (task: Task): Day | undefined => {
  const due = dueTime(task)
  return due && dayOf(due)
}
