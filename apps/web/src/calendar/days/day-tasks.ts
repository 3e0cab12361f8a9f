import type { Task } from '../../api/trpc.ts'
import { isAllDay } from '../../english/time.ts'
import { type Day, dayOf } from './day.ts'

/** Tasks by the day that they are due in the reader's zone; in each, what has no hour comes before what has. */
export function groupByDay(tasks: readonly Task[]): Map<Day, Task[]> {
  const byDay = new Map<Day, { allDay: Task[]; timed: Task[] }>()
  for (const task of tasks) {
    if (task.dueAt === null) continue
    const due = new Date(task.dueAt)
    const day = dayOf(due)
    const found = byDay.get(day) ?? { allDay: [], timed: [] }
    byDay.set(day, found)
    found[isAllDay(due) ? 'allDay' : 'timed'].push(task)
  }
  return new Map([...byDay].map(([day, { allDay, timed }]) => [day, [...allDay, ...timed]]))
}

/**
 * The tasks of a day that there is room for: all, or one less than that and how many more there are. What is done comes last;
 * the one that was moved here last is always seen.
 */
export function fitting(tasks: readonly Task[], room: number, seen: string | undefined) {
  if (tasks.length <= room) return { shown: tasks, more: 0 }
  const rank = (task: Task) => (task.id === seen ? 0 : task.status === 'done' ? 2 : 1)
  const kept = new Set(tasks.toSorted((a, b) => rank(a) - rank(b)).slice(0, room - 1))
  return { shown: tasks.filter((task) => kept.has(task)), more: tasks.length - kept.size }
}
