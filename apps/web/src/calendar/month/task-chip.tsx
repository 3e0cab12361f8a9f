import { clsx } from 'clsx'
import { memo } from 'react'
import { Link } from 'wouter'
import type { Task } from '../../api/trpc.ts'
import { STATUS, tasks as words } from '../../english/tasks.ts'
import { isOverdue } from '../../sync/lists/task-order.ts'
import { RecurrenceMark } from '../../tasks/labels/recurrence-mark.tsx'
import { useDraggableTask } from '../../tasks/use-drag.ts'
import { timeOf } from '../days/shown-tasks.ts'
import { PriorityFlag, spokenPriority } from '../priority-flag.tsx'

interface TaskChipProps {
  task: Task
  href: string
  tabIndex: number
}

/** A task as one line in a day of the month. It can be dragged to another day. */
export const TaskChip = memo(function TaskChip({ task, href, tabIndex }: TaskChipProps) {
  const { ref, isDragged } = useDraggableTask(task.id)
  const overdue = isOverdue(task)
  const time = timeOf(task)
  return (
    <li ref={ref} className={clsx('long-press min-w-0', isDragged && 'opacity-40')}>
      <Link
        href={href}
        draggable={false}
        data-item
        data-task-id={task.id}
        tabIndex={tabIndex}
        title={task.title}
        className={clsx(
          'flex min-h-6 items-center gap-1 rounded-md px-1.5 text-xs hover:ring-1 hover:ring-strong-line focus-visible:-outline-offset-1',
          task.status === 'done'
            ? 'text-soft line-through'
            : overdue
              ? 'bg-bad-tint text-bad'
              : 'bg-accent-tint',
        )}
      >
        <PriorityFlag task={task} />
        {time && (
          <span className={clsx('sr-only shrink-0 tabular-nums xl:not-sr-only', !overdue && 'text-soft')}>
            {time}
          </span>
        )}
        <span className="truncate">{task.title}</span>
        <RecurrenceMark task={task} />
        <span className="sr-only">
          , {overdue ? words.overdue : STATUS[task.status]}
          {spokenPriority(task)}
        </span>
      </Link>
    </li>
  )
})
