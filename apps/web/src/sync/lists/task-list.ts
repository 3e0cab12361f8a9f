import type { Outputs, Task } from '../../api/trpc.ts'
import { matches, orderOf, type TaskFilters } from './task-order.ts'

/** A change of one task, received from the server or expected of a command. */
export type TaskChange = { type: 'upsert'; task: Task } | { type: 'delete'; id: string }

export type TaskPage = Outputs['task']['list']

/** The loaded part of a list. */
export interface LoadedList {
  tasks: Task[]
  /** Whether the server has more tasks after these. */
  hasMore: boolean
}

/** Applies a change to a loaded list. Returns the same object if the list does not change. */
export function withChange(list: LoadedList, change: TaskChange, filters: TaskFilters): LoadedList {
  const id = change.type === 'upsert' ? change.task.id : change.id
  const at = list.tasks.findIndex((task) => task.id === id)
  const current = list.tasks[at]
  const without = current ? { ...list, tasks: list.tasks.toSpliced(at, 1) } : list
  if (change.type === 'delete') return without

  const { task } = change
  // An older version arrived late.
  if (current && task.version < current.version) return list
  if (!matches(task, filters)) return without
  const order = orderOf(filters.sort)
  if (current && order(current, task) === 0) return { ...list, tasks: list.tasks.with(at, task) }
  return inserted(without, task, order)
}

/** Applies several changes in order. */
export function withChanges(
  list: LoadedList,
  changes: readonly TaskChange[],
  filters: TaskFilters,
): LoadedList {
  return changes.reduce((changed, change) => withChange(changed, change, filters), list)
}

function inserted(list: LoadedList, task: Task, order: (a: Task, b: Task) => number): LoadedList {
  const place = list.tasks.findIndex((other) => order(task, other) < 0)
  // It belongs after the loaded part, and will arrive with a later page.
  if (place === -1 && list.hasMore) return list
  return { ...list, tasks: list.tasks.toSpliced(place === -1 ? list.tasks.length : place, 0, task) }
}

/** Joins pages into one list. */
export function flatten(pages: readonly TaskPage[]): LoadedList {
  // A task that moved between two requests may be in both pages. The later one is newer.
  const tasks = new Map(pages.flatMap(({ data }) => data.map((task) => [task.id, task])))
  return { tasks: [...tasks.values()], hasMore: pages.at(-1)?.page.hasMore ?? false }
}

/** Splits a list into the given pages again. Their cursors stay the same. */
export function repaginate(pages: readonly TaskPage[], { tasks }: LoadedList): TaskPage[] {
  let from = 0
  return pages.map((page, i) => {
    const isLast = i === pages.length - 1
    const to = isLast ? tasks.length : Math.min(from + page.data.length, tasks.length)
    const data = tasks.slice(from, to)
    from = to
    return { ...page, data }
  })
}
