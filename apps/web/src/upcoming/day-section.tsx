import { clsx } from 'clsx'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Task } from '../api/trpc.ts'
import { DayAdd } from '../calendar/day-add.tsx'
import { type Day, startOf } from '../calendar/days/day.ts'
import { dateName, fullName, weekdayName } from '../calendar/days/day-names.ts'
import { dayName, daysUntil, formatWeekday } from '../english/format/time.ts'
import { upcoming as words } from '../english/task/days/upcoming.ts'
import { draftName } from '../quick-add/use-quick-add.ts'
import { useSync } from '../sync/use-sync.tsx'
import type { TaskRows } from '../tasks/list/use-task-rows.ts'
import { useTaskDrop } from '../tasks/use-drag.ts'
import { DraggableRow } from './draggable-row.tsx'

interface DaySectionProps {
  day: Day
  today: Day
  tasks: readonly Task[]
  rows: TaskRows
  onDrop: (id: string, day: Day) => void
}

/** A day with its tasks. Tasks can be dropped on it and added to it. */
export function DaySection({ day, today, tasks, rows, onDrop }: DaySectionProps) {
  const { ref, isOver } = useTaskDrop((id) => onDrop(id, day))
  const { drafts } = useSync()
  // A line that was being typed before a reload is still there.
  const [isAdding, setAdding] = useState(() => drafts.get(draftName(day)) !== undefined)
  const name = fullName(day)
  return (
    <section
      ref={ref}
      data-day={day}
      aria-label={words.day(name, tasks.length)}
      className={clsx(
        '-mx-2 scroll-mt-20 rounded-xl px-2 pb-3 transition-colors',
        // Skips the layout of days out of view: there may be hundreds.
        '[contain-intrinsic-size:auto_8rem] [content-visibility:auto]',
        isOver && 'bg-accent-tint',
      )}
    >
      <h2
        data-day-heading
        tabIndex={-1}
        className={clsx(
          'sticky top-18 z-10 mb-1 flex items-baseline gap-2 px-1 py-2 text-sm outline-offset-0',
          isOver ? 'bg-accent-tint' : 'bg-page',
        )}
      >
        <DayHeading day={day} today={today} />
      </h2>
      {tasks.length > 0 && (
        <ul aria-label={words.tasksOf(name)} className="card overflow-hidden">
          {tasks.map((task) => (
            <DraggableRow key={task.id} {...rows.propsOf(task, true)} />
          ))}
        </ul>
      )}
      {isAdding ? (
        <DayAdd day={day} isRoomy onClose={() => setAdding(false)} />
      ) : (
        <button
          type="button"
          aria-label={words.addOn(name)}
          onClick={() => setAdding(true)}
          className="mt-1 flex min-h-9 w-full items-center gap-2 rounded-lg px-3 text-left text-soft text-sm hover:bg-hover hover:text-ink pointer-coarse:min-h-11"
        >
          <Plus size={16} aria-hidden />
          {words.add}
        </button>
      )}
    </section>
  )
}

/** `Tomorrow Monday 30 November`, `Wednesday 2 December` */
function DayHeading({ day, today }: { day: Day; today: Day }) {
  const date = startOf(day)
  const isNamed = daysUntil(date) <= 1
  return (
    <>
      <span className={clsx('font-semibold', day === today && 'text-accent')}>
        {isNamed ? dayName(date) : weekdayName(day, 'long')}
      </span>
      <span className="text-soft">{isNamed ? formatWeekday(date) : dateName(day, today)}</span>
    </>
  )
}
