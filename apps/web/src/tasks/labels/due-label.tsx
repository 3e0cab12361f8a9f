import { clsx } from 'clsx'
import { CalendarClock } from 'lucide-react'
import type { Task } from '../../api/trpc.ts'
import { tasks as words } from '../../english/tasks.ts'
import { daysUntil, formatDue, formatInstant } from '../../english/time.ts'
import { isOverdue } from '../../sync/task-order.ts'

/** When a task is due, in the user's time zone. Renders nothing without a due date. */
export function DueLabel({ task }: { task: Task }) {
  if (task.dueAt === null) return null
  const overdue = isOverdue(task)
  const isToday = task.status !== 'done' && daysUntil(new Date(task.dueAt)) === 0
  return (
    <time
      dateTime={task.dueAt}
      title={formatInstant(task.dueAt)}
      className={clsx(
        'inline-flex items-center gap-1 whitespace-nowrap text-xs',
        overdue ? 'text-bad' : isToday ? 'text-good' : 'text-soft',
      )}
    >
      <CalendarClock size={13} aria-hidden />
      <span className="sr-only">{overdue ? words.overdue : words.due}: </span>
      {formatDue(task.dueAt)}
    </time>
  )
}
