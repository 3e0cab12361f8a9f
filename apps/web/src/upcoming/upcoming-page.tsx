import { useCallback, useDeferredValue, useMemo } from 'react'
import type { Day } from '../calendar/days/day.ts'
import { upcoming as words } from '../english/task/days/upcoming.ts'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { useSync } from '../sync/use-sync.tsx'
import { OpenedTask } from '../tasks/details/opened-task.tsx'
import { SelectionBar } from '../tasks/list/selection-bar.tsx'
import { useTaskRows } from '../tasks/list/use-task-rows.ts'
import { UnlistedNotice } from '../today/unlisted-notice.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { DaySection } from './day-section.tsx'
import { DayStrip } from './day-strip.tsx'
import { daysInView, nearDays } from './listed-days.ts'
import { useDayInView } from './use-day-in-view.ts'
import { useUpcoming } from './use-upcoming.ts'

/** The days from today on, with what is due on each. Tasks move between them. */
export default function UpcomingPage() {
  const { today, list, byDay, days, tasks, goTo } = useUpcoming()
  const rows = useTaskRows(tasks)
  const { find } = useSync()
  const { actions } = rows
  // The days below are rendered once the page is painted, so that it opens sooner.
  const isBelowShown = useDeferredValue(true, false)
  const shown = isBelowShown ? days : daysInView(days, byDay)
  const inView = useDayInView(shown)
  const near = useMemo(() => nearDays(today), [today])
  const drop = useCallback(
    (id: string, day: Day) => {
      const task = find(id)
      if (task) actions.moveTo([task], () => day)
    },
    [find, actions],
  )
  return (
    <div>
      <h1 className="font-semibold text-2xl tracking-tight">{words.title}</h1>
      <p className="sr-only">{words.hint}</p>
      <div className="sticky top-0 z-20 bg-page">
        <DayStrip
          days={near}
          today={today}
          current={inView}
          countOf={(day) => byDay.get(day)?.length ?? 0}
          onGoTo={goTo}
          onDrop={drop}
        />
      </div>
      <UnlistedNotice tasks={tasks} isLoaded={list.isLoaded} onOpen={rows.onOpen} />
      <SelectionBar selection={rows.selection} actions={actions} />
      {list.isLoaded ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only notes which row has the focus
        <div onFocus={rows.onFocus}>
          {shown.map((day) => (
            <DaySection
              key={day}
              day={day}
              today={today}
              tasks={byDay.get(day) ?? []}
              rows={rows}
              onDrop={drop}
            />
          ))}
          {isBelowShown && list.hasNextPage && (
            <LoadMore
              isLoading={list.isFetchingNextPage}
              error={list.isFetchNextPageError ? list.error : null}
              onMore={() => void list.fetchNextPage()}
            />
          )}
        </div>
      ) : (
        <LoadingOrError error={list.error} onRetry={list.refetch} />
      )}
      <OpenedTask />
    </div>
  )
}
