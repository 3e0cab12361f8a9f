import { clsx } from 'clsx'
import { calendar as words } from '../english/calendar.ts'
import { Waiting } from '../shell/loading-or-error.tsx'
import { OpenedTask } from '../tasks/details/opened-task.tsx'
import { CalendarHeader } from './calendar-header.tsx'
import { MonthView } from './month/month-view.tsx'
import { useCalendar } from './use-calendar.ts'
import { MOST_TASKS, useDueTasks } from './use-due-tasks.ts'
import { WeekView } from './week/week-view.tsx'

/** What is due, by day: a month or a week of it. */
export default function CalendarPage() {
  const calendar = useCalendar()
  const due = useDueTasks(calendar.days)
  const View = calendar.view === 'month' ? MonthView : WeekView
  return (
    <div className="grid gap-4">
      <CalendarHeader calendar={calendar} />
      {due.isCut && (
        <p role="status" className="rounded-lg bg-warn-tint px-3 py-2 text-sm text-warn">
          {words.cut(MOST_TASKS)}
        </p>
      )}
      {due.isLoaded ? (
        <div className={clsx('min-w-0 transition-opacity', due.isPlaceholderData && 'opacity-60')}>
          <View calendar={calendar} tasks={due.byDay} />
        </div>
      ) : (
        <Waiting error={due.error} onRetry={due.refetch} />
      )}
      <OpenedTask />
    </div>
  )
}
