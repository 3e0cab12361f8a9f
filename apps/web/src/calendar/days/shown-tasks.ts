import type { Task } from '../../api/trpc.ts'
import { dueTime, formatTime, isAllDay } from '../../english/format/time.ts'

/**
 * The tasks of a day that fit into a number of lines. If it has more in all, one line is left for the number of the others. Completed
 * tasks are hidden first, and the pinned task never.
 */
export function visibleTasks(
  tasks: readonly Task[],
  total: number,
  lines: number,
  pinnedId: string | undefined,
): readonly Task[] {
  if (total <= lines) return tasks
  const rank = (task: Task) => (task.id === pinnedId ? 0 : task.status === 'done' ? 2 : 1)
  const kept = new Set(tasks.toSorted((a, b) => rank(a) - rank(b)).slice(0, lines - 1))
  return tasks.filter((task) => kept.has(task))
}

/** The time at which a task is due. Undefined if it is due at no particular time. */
export function timeOf(task: Task): string | undefined {
  const due = dueTime(task)
  return due === undefined || isAllDay(due) ? undefined : formatTime(due)
}
