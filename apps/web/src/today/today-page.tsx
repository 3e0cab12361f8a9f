import { lazy, Suspense, useMemo, useState } from 'react'
import { startOf } from '../calendar/days/day.ts'
import { formatWeekday } from '../english/format/time.ts'
import { today as words } from '../english/task/days/today.ts'
import { QuickAdd } from '../quick-add/quick-add.tsx'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { OpenedTask } from '../tasks/details/opened-task.tsx'
import { SelectionBar } from '../tasks/list/selection-bar.tsx'
import { useTaskRows } from '../tasks/list/use-task-rows.ts'
import { retryImport } from '../ui/retry-import.ts'
import { CompletedToday } from './completed-today.tsx'
import { MAX_OVERDUE, Overdue } from './overdue.tsx'
import { RowList } from './row-list.tsx'
import { countOf } from './split-by-today.ts'
import { useTodayTasks } from './today-tasks.tsx'
import { UnlistedNotice } from './unlisted-notice.tsx'
import { useCompletedToday } from './use-completed-today.ts'

const More = lazy(retryImport(() => import('./more.tsx')))
const Free = lazy(retryImport(() => import('./free.tsx')))

/** What is to be done today: what is overdue, what is due today, and what was completed. */
export function TodayPage() {
  const { today, overdue, due, before, from, isLoaded, hasMoreDue } = useTodayTasks()
  const completed = useCompletedToday(today, { enabled: isLoaded })
  const [showsOverdue, setShowsOverdue] = useState(false)
  const [showsCompleted, setShowsCompleted] = useState(false)
  const shownOverdue = useMemo(
    () => (showsOverdue ? overdue : overdue.slice(0, MAX_OVERDUE)),
    [showsOverdue, overdue],
  )
  const shown = useMemo(
    () => [...shownOverdue, ...due, ...(showsCompleted ? completed.tasks : [])],
    [shownOverdue, due, showsCompleted, completed.tasks],
  )
  const rows = useTaskRows(shown)
  const all = useMemo(() => [...overdue, ...due, ...completed.tasks], [overdue, due, completed.tasks])

  const open = overdue.length + due.length
  const date = formatWeekday(startOf(today))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notes which row has the focus
    <div onFocus={rows.onFocus} className="grid grid-cols-1 gap-4">
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h1 id="today" className="font-semibold text-2xl tracking-tight">
          {words.title}
        </h1>
        <p className="text-soft text-sm">
          {date}
          {open > 0 && ` · ${words.count(countOf(open, before.hasNextPage || hasMoreDue))}`}
        </p>
      </header>
      <QuickAdd defaultDay={today} />
      <UnlistedNotice tasks={all} isLoaded={isLoaded} onOpen={rows.onOpen} />
      <SelectionBar selection={rows.selection} actions={rows.actions} />
      {isLoaded ? (
        <>
          {overdue.length > 0 && (
            <Overdue
              tasks={overdue}
              shown={shownOverdue}
              list={before}
              today={today}
              rows={rows}
              isExpanded={showsOverdue}
              onExpand={setShowsOverdue}
            />
          )}
          {open === 0 && (
            <Suspense>
              <Free completed={completed.tasks.length} isKnown={completed.isKnown} />
            </Suspense>
          )}
          {open > 0 && (
            <section aria-labelledby="today" className="grid gap-2">
              {overdue.length > 0 && <h2 className="mt-2 px-1 font-semibold">{words.title}</h2>}
              {due.length === 0 && <p className="px-1 text-soft text-sm">{words.nothingElse}</p>}
              <RowList labelledBy="today" tasks={due} rows={rows} isOfDay />
              {hasMoreDue && (
                <Suspense>
                  <More list={from} />
                </Suspense>
              )}
            </section>
          )}
          <CompletedToday
            tasks={completed.tasks}
            rows={rows}
            isExpanded={showsCompleted}
            onExpand={setShowsCompleted}
          />
        </>
      ) : (
        <LoadingOrError
          error={before.error ?? from.error}
          onRetry={() => Promise.all([before.refetch(), from.refetch()])}
        />
      )}
      <OpenedTask />
    </div>
  )
}
