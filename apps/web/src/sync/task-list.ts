import type { Outputs, Task } from '../api/trpc.ts'
import { matches, orderOf, type TaskFilters } from './task-order.ts'

/** A change of one task, as the server tells it and as a command foresees it. */
export type TaskChange = { type: 'upsert'; task: Task } | { type: 'delete'; id: string }

export type TaskPage = Outputs['task']['list']

/** The part of a list that is loaded. */
export interface Loaded {
  tasks: Task[]
  /** Whether there is more behind it. */
  hasMore: boolean
}

/** A loaded list as it is after a change; the same object where the change is none for it. */
export function withChange(list: Loaded, change: TaskChange, filters: TaskFilters): Loaded {
  const id = change.type === 'upsert' ? change.task.id : change.id
  const at = list.tasks.findIndex((task) => task.id === id)
  const held = list.tasks[at]
  const without = held ? { ...list, tasks: list.tasks.toSpliced(at, 1) } : list
  if (change.type === 'delete') return without

  const { task } = change
  // What is told twice, or late, has been seen.
  if (held && task.version < held.version) return list
  if (!matches(task, filters)) return without
  const order = orderOf(filters.sort)
  if (held && order(held, task) === 0) return { ...list, tasks: list.tasks.with(at, task) }
  return inserted(without, task, order)
}

/** A loaded list as it is after several changes, in their order. */
export function withChanges(list: Loaded, changes: readonly TaskChange[], filters: TaskFilters): Loaded {
  return changes.reduce((changed, change) => withChange(changed, change, filters), list)
}

function inserted(list: Loaded, task: Task, order: (a: Task, b: Task) => number): Loaded {
  const place = list.tasks.findIndex((other) => order(task, other) < 0)
  // Behind everything that is loaded: it will come when that is.
  if (place === -1 && list.hasMore) return list
  return { ...list, tasks: list.tasks.toSpliced(place === -1 ? list.tasks.length : place, 0, task) }
}

/** Pages as one list. */
export function flatten(pages: readonly TaskPage[]): Loaded {
  // A task that moved while pages were read may have come with two of them: the later one is newer.
  const tasks = new Map(pages.flatMap(({ data }) => data.map((task) => [task.id, task])))
  return { tasks: [...tasks.values()], hasMore: pages.at(-1)?.page.hasMore ?? false }
}

/** A list as pages again: the cursors stay where they were. */
export function repaginate(pages: readonly TaskPage[], { tasks }: Loaded): TaskPage[] {
  let from = 0
  return pages.map((page, i) => {
    const isLast = i === pages.length - 1
    const to = isLast ? tasks.length : Math.min(from + page.data.length, tasks.length)
    const data = tasks.slice(from, to)
    from = to
    return { ...page, data }
  })
}
