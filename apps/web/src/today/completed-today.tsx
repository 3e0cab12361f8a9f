import { clsx } from 'clsx'
import { ChevronRight } from 'lucide-react'
import type { Task } from '../api/trpc.ts'
import { today as words } from '../english/task/days/today.ts'
import type { TaskRows } from '../tasks/list/use-task-rows.ts'
import { RowList } from './row-list.tsx'

interface CompletedTodayProps {
  tasks: readonly Task[]
  rows: TaskRows
  isExpanded: boolean
  onExpand: (isExpanded: boolean) => void
}

/** The tasks that were completed today, behind their number. */
export function CompletedToday({ tasks, rows, isExpanded, onExpand }: CompletedTodayProps) {
  if (tasks.length === 0) return null
  return (
    <section aria-labelledby="completed-today" className="mt-2 grid gap-2">
      <h2 className="text-sm">
        <button
          type="button"
          id="completed-today"
          aria-expanded={isExpanded}
          onClick={() => onExpand(!isExpanded)}
          className="flex min-h-9 items-center gap-1.5 rounded-lg px-1 pr-2.5 font-medium text-soft hover:bg-hover hover:text-ink"
        >
          <ChevronRight
            size={16}
            aria-hidden
            className={clsx('transition-transform', isExpanded && 'rotate-90')}
          />
          {words.done}
          <span className="font-normal tabular-nums">{tasks.length.toLocaleString('en')}</span>
        </button>
      </h2>
      {isExpanded && <RowList labelledBy="completed-today" tasks={tasks} rows={rows} />}
    </section>
  )
}
