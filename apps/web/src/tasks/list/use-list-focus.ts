import { useRef } from 'react'
import type { Task } from '../../api/trpc.ts'
import { focusedId, focusRow } from './focus-row.ts'

export interface TaskListHandle {
  /** The task with the focus. */
  current: () => Task | undefined
  /** Moves the focus by a number of rows, from where it was last. At first, to the first row. */
  move: (by: number) => void
}

/** The focus in rows of tasks, and where it was last. `reveal` scrolls the row at an index into view. */
export function useListFocus(tasks: readonly Task[], reveal: (index: number) => void) {
  /** The row that had the focus last, whatever took the focus from it. */
  const place = useRef<{ id: string; index: number }>(undefined)
  const remember = () => {
    const focused = focusedId()
    const index = tasks.findIndex(({ id }) => id === focused)
    const task = tasks[index]
    if (task) place.current = { id: task.id, index }
  }
  const indexOf = ({ id, index }: { id: string; index: number }, by: number) => {
    const found = tasks.findIndex((task) => task.id === id)
    // The row has left the list, and the next one is in its place.
    return found === -1 ? index - (by > 0 ? 1 : 0) : found
  }
  const handle: TaskListHandle = {
    current: () => {
      const focused = focusedId()
      return tasks.find(({ id }) => id === focused)
    },
    move: (by) => {
      const to = place.current ? Math.min(Math.max(indexOf(place.current, by) + by, 0), tasks.length - 1) : 0
      const task = tasks[to]
      if (!task) return
      reveal(to)
      focusRow(task.id)
    },
  }
  return { handle, remember }
}
