import type { Task } from '../../api/trpc.ts'
import { dueTime, isAllDay } from '../../english/format/time.ts'
import { type Day, dayOf } from './day.ts'

/** Groups tasks by the day on which they are due, in the user's time zone. Tasks without a time come first. */
export function groupByDay(tasks: readonly Task[]): Map<Day, Task[]> {
  const byDay = new Map<Day, { allDay: Task[]; timed: Task[] }>()
  for (const task of tasks) {
    const due = dueTime(task)
    if (!due) continue
    const day = dayOf(due)
    const group = byDay.get(day) ?? { allDay: [], timed: [] }
    byDay.set(day, group)
    group[isAllDay(due) ? 'allDay' : 'timed'].push(task)
  }
  return new Map([...byDay].map(([day, { allDay, timed }]) => [day, [...allDay, ...timed]]))
}
