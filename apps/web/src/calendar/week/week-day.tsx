import { clsx } from 'clsx'
import { Plus } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { Task } from '../../api/trpc.ts'
import { calendar as words } from '../../english/task/days/calendar.ts'
import { draftName } from '../../quick-add/use-quick-add.ts'
import { useSync } from '../../sync/use-sync.tsx'
import { useTaskDrop } from '../../tasks/use-drag.ts'
import { useTaskActions } from '../../tasks/use-task-actions.ts'
import { IconButton } from '../../ui/button.tsx'
import { DayAdd } from '../day-add.tsx'
import { DayNumber } from '../day-number.tsx'
import type { Day } from '../days/day.ts'
import { fullName, shortName, weekdayName } from '../days/day-names.ts'
import type { Calendar } from '../use-calendar.ts'
import type { DayFocus } from '../use-day-focus.ts'
import { DayTask } from './day-task.tsx'

/** As many tasks as are in view at first. */
const FIRST_TASKS = 8

interface WeekDayProps {
  day: Day
  tasks: readonly Task[]
  /** How many tasks are due on it, with those that are not loaded. */
  total: number
  /** Whether it is one of seven columns. */
  isWide: boolean
  calendar: Calendar
  focus: DayFocus
}

/** A day with all its loaded tasks in order of time, and the number of the others. */
export function WeekDay({ day, tasks, total, isWide, calendar, focus }: WeekDayProps) {
  const { ref, isOver } = useTaskDrop((id) => focus.drop(id, day))
  const { drafts } = useSync()
  const actions = useTaskActions()
  // A line that was being typed before a reload is still there.
  const [isAdding, setAdding] = useState(() => drafts.get(draftName(day)) !== undefined)
  const isToday = day === calendar.today
  // The tasks below are rendered once the page is painted, so that it opens sooner.
  const isBelowShown = useDeferredValue(true, false)
  const shown = isBelowShown ? tasks : tasks.slice(0, FIRST_TASKS)
  return (
    <section
      ref={ref}
      data-column={day}
      aria-label={words.day(fullName(day), total)}
      className={clsx(
        'flex min-w-0 flex-col rounded-xl border transition-colors',
        isOver ? 'border-accent bg-accent-tint' : 'border-transparent',
        isWide && 'p-1.5',
        isWide && !isOver && 'bg-sunken',
      )}
    >
      {isWide ? (
        <h2 className="mb-2 flex items-center px-1 text-sm">
          <span className="grow text-soft">{weekdayName(day, 'short')}</span>
          <DayNumber day={day} isToday={isToday} />
        </h2>
      ) : (
        <div className="flex items-center">
          <h2 className={clsx('grow font-semibold text-sm', isToday && 'text-accent')}>
            {shortName(day)}
            {isToday && ` · ${words.today}`}
          </h2>
          <IconButton
            label={words.addOn(fullName(day))}
            icon={Plus}
            onClick={() => setAdding(true)}
            className="pointer-coarse:size-11"
          />
        </div>
      )}
      <ul className="grid gap-1.5 empty:hidden">
        {shown.map((task) => (
          <DayTask
            key={task.id}
            task={task}
            actions={actions}
            isWide={isWide}
            href={calendar.hrefOfTask(task.id)}
            onMoveBy={focus.moveTaskBy}
          />
        ))}
      </ul>
      {total > tasks.length && (
        <p className="px-1 py-1.5 text-soft text-xs">
          {(tasks.length > 0 ? words.more : words.all)(total - tasks.length)}
        </p>
      )}
      {isAdding ? (
        <DayAdd day={day} onClose={() => setAdding(false)} />
      ) : (
        isWide && <AddArea day={day} onClick={() => setAdding(true)} />
      )}
    </section>
  )
}

/** The free part of a column. A click there adds a task. */
function AddArea({ day, onClick }: { day: Day; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={words.addOn(fullName(day))}
      onClick={onClick}
      className="mt-1.5 flex min-h-11 grow justify-center rounded-lg p-2.5 text-soft hover:bg-hover hover:text-ink"
    >
      <Plus size={16} aria-hidden />
    </button>
  )
}
