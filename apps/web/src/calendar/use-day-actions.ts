import { useMemo } from 'react'
import type { Task } from '../api/trpc.ts'
import { did } from '../english/sync.ts'
import { endOfDay } from '../english/time.ts'
import { newTaskId } from '../sync/command.ts'
import { useSync } from '../sync/use-sync.tsx'
import { type Day, dayOf, movedTo, startOf } from './days/day.ts'
import { shortName } from './days/day-names.ts'

/** What is done to days: tasks are moved to them and added to them. Each can be undone. */
export function useDayActions() {
  const sync = useSync()
  return useMemo(
    () => ({
      find: sync.find,
      /** Makes a task due on another day, at the same time; answers whether that is a change. */
      move: (id: string, day: Day): boolean => {
        const task = sync.find(id)
        if (!task?.dueAt || dueDay(task) === day) return false
        const patch = { dueAt: movedTo(task.dueAt, day) }
        sync.run([{ kind: 'update', id, patch }], did.moved(shortName(day)))
        return true
      },
      add: (title: string, day: Day) => {
        const dueAt = endOfDay(startOf(day)).toISOString()
        sync.run([{ kind: 'create', input: { id: newTaskId(), title, dueAt } }], did.added)
      },
    }),
    [sync],
  )
}

/** The day that a task is due, in the reader's zone. */
export const dueDay = ({ dueAt }: Task): Day | undefined =>
  dueAt === null ? undefined : dayOf(new Date(dueAt))
