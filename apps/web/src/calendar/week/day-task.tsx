import { clsx } from 'clsx'
import { Clock } from 'lucide-react'
import { memo } from 'react'
import { Link } from 'wouter'
import type { Task } from '../../api/trpc.ts'
import { STATUS, tasks as words } from '../../english/tasks.ts'
import { isOverdue } from '../../sync/lists/task-order.ts'
import { PriorityMark } from '../../tasks/labels/priority-mark.tsx'
import { RecurrenceMark } from '../../tasks/labels/recurrence-mark.tsx'
import { StatusMark } from '../../tasks/labels/status-mark.tsx'
import { useDraggableTask } from '../../tasks/use-drag.ts'
import type { TaskActions } from '../../tasks/use-task-actions.ts'
import { showWholeText } from '../../ui/whole-text.ts'
import { timeOf } from '../days/shown-tasks.ts'
import { PriorityFlag, spokenPriority } from '../priority-flag.tsx'
import { DayTaskMenu } from './day-task-menu.tsx'

interface DayTaskProps {
  task: Task
  actions: TaskActions
  /** Whether it is in one of seven columns, which are narrow. */
  isWide: boolean
  href: string
  onMoveBy: (id: string, days: number) => void
}

/** A task of a day. The link covers the whole card, and the menu lies above it. */
export const DayTask = memo(function DayTask({ task, actions, isWide, href, onMoveBy }: DayTaskProps) {
  const { ref, isDragged } = useDraggableTask(task.id)
  return (
    <li
      ref={ref}
      className={clsx(
        'group card long-press relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-1 gap-y-0.5 py-2 pr-1 pl-2.5 hover:border-strong-line',
        isDragged && 'opacity-40',
      )}
    >
      <div className={isWide ? 'contents' : 'grid min-w-0 gap-1'}>
        <Link
          href={href}
          draggable={false}
          onMouseEnter={showWholeText}
          data-item
          data-task-id={task.id}
          className={clsx(
            'wrap-anywhere line-clamp-4 hyphens-auto outline-none after:absolute after:inset-0 after:rounded-xl',
            'focus-visible:after:outline-2 focus-visible:after:outline-accent',
            isWide ? 'col-span-2 pr-1.5 text-xs xl:text-sm' : 'text-sm',
            task.status === 'done' && 'text-soft line-through',
          )}
        >
          {task.title}
          {isWide && <span className="sr-only">{spokenPriority(task)}</span>}
        </Link>
        <div
          className={clsx(
            'flex flex-wrap items-center gap-x-2.5 gap-y-1 text-xs',
            isWide ? 'pointer-fine:empty:hidden' : 'empty:hidden',
          )}
        >
          <Time task={task} hasIcon={!isWide} />
          <RecurrenceMark task={task} />
          {isWide ? <PriorityFlag task={task} size={13} /> : <PriorityMark priority={task.priority} />}
          {task.status === 'in_progress' && (
            <span className="inline-flex items-center gap-1 text-accent">
              <StatusMark status="in_progress" />
              <span className={clsx(isWide && 'sr-only')}>{STATUS.in_progress}</span>
            </span>
          )}
        </div>
      </div>
      <DayTaskMenu task={task} actions={actions} isOverlaid={isWide} onMoveBy={onMoveBy} />
    </li>
  )
})

function Time({ task, hasIcon }: { task: Task; hasIcon: boolean }) {
  const time = timeOf(task)
  const overdue = isOverdue(task)
  if (!time && !overdue) return null
  return (
    <span className={clsx('inline-flex items-center gap-1 tabular-nums', overdue ? 'text-bad' : 'text-soft')}>
      {hasIcon && <Clock size={13} aria-hidden />}
      {overdue && <span className={clsx(time && 'sr-only')}>{words.overdue}</span>}
      {time}
    </span>
  )
}
