import { clsx } from 'clsx'
import { CalendarClock } from 'lucide-react'
import type { Task } from '../../api/trpc.ts'
import {
  daysUntil,
  dueTime,
  formatDay,
  formatDue,
  formatInstant,
  formatTime,
  isAllDay,
} from '../../english/format/time.ts'
import { tasks as words } from '../../english/tasks.ts'
import { isOverdue } from '../../sync/lists/task-order.ts'

interface DueLabelProps {
  task: Task
  /** Whether a heading above names the day, so that only the time is told. */
  isOfDay?: boolean | undefined
}

/** When a task is due, in the user's time zone. Renders nothing without a due date. */
export function DueLabel({ task, isOfDay = false }: DueLabelProps) {
  const due = dueTime(task)
  if (due === undefined) return null
  if (isOfDay && isAllDay(due)) return null
  const overdue = isOverdue(task)
  const isToday = task.status !== 'done' && daysUntil(due) === 0
  return (
    <time
      dateTime={task.dueOn ?? due.toISOString()}
      title={task.dueOn === null ? formatInstant(due) : formatDay(due)}
      className={clsx(
        'inline-flex items-center gap-1 whitespace-nowrap text-xs',
        overdue ? 'text-bad' : isToday ? 'text-good' : 'text-soft',
      )}
    >
      <CalendarClock size={13} aria-hidden />
      <span className="sr-only">{overdue ? words.overdue : words.due}: </span>
      {isOfDay ? formatTime(due) : formatDue(due)}
    </time>
  )
}
