import { clsx } from 'clsx'
import { calendar as words } from '../english/task/days/calendar.ts'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { OpenedTask } from '../tasks/details/opened-task.tsx'
import { CalendarHeader } from './calendar-header.tsx'
import { MonthView } from './month/month-view.tsx'
import { useCalendar } from './use-calendar.ts'
import { MAX_TASKS, useDueTasks } from './use-due-tasks.ts'
import { WeekView } from './week/week-view.tsx'

export default function CalendarPage() {
  const calendar = useCalendar()
  const due = useDueTasks(calendar.days)
  const View = calendar.view === 'month' ? MonthView : WeekView
  return (
    <div className="grid gap-4">
      <CalendarHeader calendar={calendar} />
      {due.isTruncated && (
        <p role="status" className="rounded-lg bg-warn-tint px-3 py-2 text-sm text-warn">
          {words.cut(MAX_TASKS)}
        </p>
      )}
      {due.isLoaded ? (
        <div className={clsx('min-w-0 transition-opacity', due.isPlaceholderData && 'opacity-60')}>
          <View calendar={calendar} tasks={due.byDay} totalOf={due.totalOf} />
        </div>
      ) : (
        <LoadingOrError error={due.error} onRetry={due.refetch} />
      )}
      <OpenedTask />
    </div>
  )
}
