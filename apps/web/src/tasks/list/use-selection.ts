import { useMemo, useRef, useState } from 'react'
import type { Task } from '../../api/trpc.ts'

/** The selected tasks of a list. A task that leaves the list is deselected. */
export function useSelection(tasks: readonly Task[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const anchor = useRef<string>(undefined)
  const selected = useMemo(() => tasks.filter(({ id }) => ids.has(id)), [tasks, ids])
  const latest = useRef(tasks)
  latest.current = tasks

  // Stable functions: otherwise every row would render again with each change of a task.
  const actions = useMemo(
    () => ({
      /** Selects or deselects a task. As a range, it selects all tasks from the one toggled before. */
      toggle: (id: string, isRange = false) => {
        const all = latest.current.map((task) => task.id)
        const [from, to] = [all.indexOf(anchor.current ?? ''), all.indexOf(id)]
        anchor.current = id
        setIds((before) => {
          if (isRange && from !== -1) {
            return new Set([...before, ...all.slice(Math.min(from, to), Math.max(from, to) + 1)])
          }
          const after = new Set(before)
          if (!after.delete(id)) after.add(id)
          return after
        })
      },
      selectAll: () => setIds(new Set(latest.current.map(({ id }) => id))),
      clear: () => setIds(new Set()),
    }),
    [],
  )
  return useMemo(
    () => ({ selected, ids: new Set(selected.map(({ id }) => id)), ...actions }),
    [selected, actions],
  )
}
