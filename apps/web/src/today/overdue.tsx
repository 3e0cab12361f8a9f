import { Sun } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { Task } from '../api/trpc.ts'
import type { Day } from '../calendar/days/day.ts'
import { today as words } from '../english/task/days/today.ts'
import type { useTaskList } from '../sync/use-sync.tsx'
import type { TaskRows } from '../tasks/list/use-task-rows.ts'
import { Button } from '../ui/button.tsx'
import { retryImport } from '../ui/retry-import.ts'
import { RowList } from './row-list.tsx'
import { countOf } from './split-by-today.ts'
import { useMoveAll } from './use-move-all.ts'

const More = lazy(retryImport(() => import('./more.tsx')))

/** The most overdue tasks that are shown before the user asks for all of them: they should not hide today. */
export const MAX_OVERDUE = 5

interface OverdueProps {
  tasks: readonly Task[]
  shown: readonly Task[]
  list: ReturnType<typeof useTaskList>
  today: Day
  rows: TaskRows
  isExpanded: boolean
  onExpand: (isExpanded: boolean) => void
}

/** The tasks that should have been done before today, and a way to do them today. */
export function Overdue({ tasks, shown, list, today, rows, isExpanded, onExpand }: OverdueProps) {
  const { moveAll, isMoving } = useMoveAll(list, tasks, rows.actions, today)
  const count = countOf(tasks.length, list.hasNextPage)
  return (
    <section aria-labelledby="overdue" className="grid gap-2">
      <div className="flex items-center gap-2 px-1">
        <h2 id="overdue" className="font-semibold text-bad">
          {words.overdue} <span className="font-normal tabular-nums">{count}</span>
        </h2>
        <Button variant="quiet" icon={Sun} disabled={isMoving} onClick={moveAll} className="-my-1 ml-auto">
          {words.reschedule}
        </Button>
      </div>
      <RowList labelledBy="overdue" tasks={shown} rows={rows} />
      {isExpanded && list.hasNextPage && (
        <Suspense>
          <More list={list} />
        </Suspense>
      )}
      {tasks.length > MAX_OVERDUE && (
        <Button
          variant="quiet"
          aria-expanded={isExpanded}
          onClick={() => onExpand(!isExpanded)}
          className="justify-self-start text-soft"
        >
          {isExpanded ? words.showFewer : words.showAll(count)}
        </Button>
      )}
    </section>
  )
}
