import { useMemo } from 'react'
import type { Task } from '../api/trpc.ts'
import { changeLabel } from '../english/sync.ts'
import { endOfDay } from '../english/time.ts'
import { newTaskId } from '../sync/command.ts'
import { useSync } from '../sync/use-sync.tsx'
import { type Day, dayOf, moveToDay, startOf } from './days/day.ts'
import { shortName } from './days/day-names.ts'

/** Moves tasks to a day and adds tasks to it. Both can be undone. */
export function useDayActions() {
  const sync = useSync()
  return useMemo(
    () => ({
      find: sync.find,
      /** Moves a task to another day at the same time of day. Returns whether it moved. */
      move: (id: string, day: Day): boolean => {
        const task = sync.find(id)
        if (!task?.dueAt || dueDay(task) === day) return false
        const patch = { dueAt: moveToDay(task.dueAt, day) }
        sync.run([{ kind: 'update', id, patch }], changeLabel.moved(shortName(day)))
        return true
      },
      add: (title: string, day: Day) => {
        const dueAt = endOfDay(startOf(day)).toISOString()
        sync.run([{ kind: 'create', input: { id: newTaskId(), title, dueAt } }], changeLabel.added)
      },
    }),
    [sync],
  )
}

/** The day on which a task is due, in the user's time zone. */
export const dueDay = ({ dueAt }: Task): Day | undefined =>
  dueAt === null ? undefined : dayOf(new Date(dueAt))
