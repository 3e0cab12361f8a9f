import { useMemo } from 'react'
import { changeLabel } from '../english/sync.ts'
import { useSync } from '../sync/use-sync.tsx'
import type { Day } from './days/day.ts'
import { shortName } from './days/day-names.ts'
import { dueDay, dueOnDay } from './days/due-day.ts'

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
        sync.run([{ kind: 'update', id, patch: dueOnDay(task, day) }], changeLabel.moved(shortName(day)))
        return true
      },
    }),
    [sync],
  )
}
