import { clsx } from 'clsx'
import { Link } from 'wouter'
import type { Task } from '../../api/trpc.ts'
import { calendar as words } from '../../english/task/days/calendar.ts'
import { isOverdue } from '../../sync/lists/task-order.ts'
import { useTaskDrop } from '../../tasks/use-drag.ts'
import { DayAdd } from '../day-add.tsx'
import { DayNumber } from '../day-number.tsx'
import type { Day } from '../days/day.ts'
import { fullName } from '../days/day-names.ts'
import { isSameMonth } from '../days/month.ts'
import { visibleTasks } from '../days/shown-tasks.ts'
import type { Calendar } from '../use-calendar.ts'
import { TaskChip } from './task-chip.tsx'

const MAX_DOTS = 4

interface MonthDayProps {
  day: Day
  tasks: readonly Task[]
  /** How many tasks are due on it, with those that are not loaded. */
  total: number
  /** Any day of the displayed month. */
  month: Day
  isToday: boolean
  /** Whether it is the current day of the grid, which Tab reaches. */
  isActive: boolean
  /** How many tasks it can list. 0 on a narrow screen, which shows dots instead. */
  lines: number
  isAdding: boolean
  /** The task that is listed in any case. */
  pinnedId: string | undefined
  href: Calendar['href']
  hrefOfTask: Calendar['hrefOfTask']
  onDropped: (id: string) => void
  onAdded: (isCancelled: boolean) => void
}

export function MonthDay(props: MonthDayProps) {
  const { day, tasks, total, month, isToday, isActive, lines, isAdding, onDropped, onAdded } = props
  const { ref, isOver } = useTaskDrop(onDropped)
  const isWide = lines > 0
  const isOutside = !isSameMonth(day, month)
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the table is a grid, which makes it a gridcell
    <td
      ref={ref}
      data-column={day}
      tabIndex={isActive ? 0 : -1}
      aria-current={isToday ? 'date' : undefined}
      aria-selected={isActive}
      className={clsx(
        'group cursor-pointer border-line border-t border-l align-top transition-colors first:border-l-0 focus-visible:-outline-offset-2',
        isWide ? 'h-31 p-1.5' : 'h-14 p-1',
        isOver || (isActive && !isWide)
          ? 'bg-accent-tint'
          : isOutside
            ? 'bg-page hover:bg-hover'
            : 'hover:bg-hover',
        isOver && 'outline-2 outline-accent -outline-offset-2',
      )}
    >
      <span className="sr-only">{words.day(fullName(day), total)}</span>
      <DayNumber day={day} isToday={isToday} isSoft={isOutside} className={clsx(!isWide && 'mx-auto')} />
      {isWide ? <Lines {...props} /> : <Dots tasks={tasks} total={total} />}
      {isAdding && <DayAdd day={day} onClose={onAdded} />}
    </td>
  )
}

function Lines({ day, tasks, total, lines, isActive, pinnedId, href, hrefOfTask }: MonthDayProps) {
  const shown = visibleTasks(tasks, total, lines, pinnedId)
  const hiddenCount = total - shown.length
  const tabIndex = isActive ? 0 : -1
  return (
    <>
      <ul className="mt-1 grid grid-cols-1 gap-0.5 empty:hidden">
        {shown.map((task) => (
          <TaskChip key={task.id} task={task} href={hrefOfTask(task.id)} tabIndex={tabIndex} />
        ))}
      </ul>
      {hiddenCount > 0 && (
        <Link
          href={href({ view: 'week', date: day })}
          tabIndex={tabIndex}
          aria-label={(shown.length > 0 ? words.moreOf : words.allOf)(hiddenCount, fullName(day))}
          className="mt-0.5 flex min-h-6 items-center rounded-md px-1.5 font-medium text-soft text-xs hover:bg-sunken hover:text-ink"
        >
          {(shown.length > 0 ? words.more : words.all)(hiddenCount)}
        </Link>
      )}
    </>
  )
}

/** Shows that a day has tasks. They are listed below the month. */
function Dots({ tasks, total }: Pick<MonthDayProps, 'tasks' | 'total'>) {
  const shown = tasks.slice(0, MAX_DOTS)
  // Those that are not loaded, of which only the number is known.
  const others = Array.from({ length: Math.min(total, MAX_DOTS) - shown.length }, (_, i) => i)
  return (
    <div aria-hidden className="mt-1 flex h-1.5 justify-center gap-0.5">
      {shown.map((task) => (
        <span key={task.id} className={clsx('size-1.5 rounded-full', dotColour(task))} />
      ))}
      {others.map((i) => (
        <span key={i} className="size-1.5 rounded-full bg-accent" />
      ))}
    </div>
  )
}

function dotColour(task: Task): string {
  if (task.status === 'done') return 'bg-strong-line'
  return isOverdue(task) ? 'bg-bad' : 'bg-accent'
}
