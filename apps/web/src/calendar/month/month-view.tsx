import { clsx } from 'clsx'
import { type MouseEvent, useRef, useState } from 'react'
import { calendar as words } from '../../english/task/days/calendar.ts'
import { draftName } from '../../quick-add/use-quick-add.ts'
import { useSync } from '../../sync/use-sync.tsx'
import { itemOf } from '../../ui/columns.ts'
import type { Day } from '../days/day.ts'
import { monthName, weekdayName } from '../days/day-names.ts'
import type { Calendar } from '../use-calendar.ts'
import { useDayFocus } from '../use-day-focus.ts'
import type { TasksByDay, TotalOf } from '../use-due-tasks.ts'
import { useIsWide, useLinesPerDay } from '../use-layout.ts'
import { WeekDay } from '../week/week-day.tsx'
import { MonthDay } from './month-day.tsx'
import { cellAt, useMonthKeys } from './use-month-keys.ts'

interface ViewProps {
  calendar: Calendar
  tasks: TasksByDay
  totalOf: TotalOf
}

/** A month as a grid. On a narrow screen, the tasks of the current day are listed below. */
export function MonthView({ calendar, tasks, totalOf }: ViewProps) {
  const grid = useRef<HTMLTableElement>(null)
  const isWide = useIsWide()
  const lines = useLinesPerDay(calendar.weeks.length)
  const { drafts } = useSync()
  // A line that was being typed before a reload is still there.
  const [adding, setAdding] = useState<Day | undefined>(() =>
    calendar.days.find((day) => drafts.get(draftName(day))),
  )
  const focus = useDayFocus(grid, calendar)
  const { shown, active, today, weeks, href, hrefOfTask } = calendar

  const choose = (day: Day) => {
    calendar.stepTo(day)
    if (isWide) setAdding(day)
  }
  const onKeyDown = useMonthKeys(focus, choose)
  const onClick = ({ target }: MouseEvent) => {
    const day = cellAt(target)?.dataset.column
    if (day && target instanceof Element && !target.closest('a, button, form')) choose(day)
  }

  return (
    <div className={clsx('grid gap-5', isWide && '-mb-8')}>
      <div className="card overflow-hidden">
        <table
          ref={grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table with focusable cells is a grid
          role="grid"
          data-columns
          aria-label={monthName(shown)}
          aria-describedby="calendar-hint"
          onClick={onClick}
          onKeyDown={onKeyDown}
          onFocus={({ target }) => {
            const id = itemOf(target)?.dataset.taskId
            if (id) focus.setCurrentId(id)
          }}
          className={clsx('w-full table-fixed border-collapse', isWide && 'h-[calc(100dvh-7.75rem)]')}
        >
          <thead>
            <tr>
              {weeks[0]?.map((day) => (
                <th
                  key={day}
                  scope="col"
                  abbr={weekdayName(day, 'long')}
                  className="p-2 font-medium text-soft text-xs"
                >
                  {weekdayName(day, 'short')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week[0]}>
                {week.map((day) => (
                  <MonthDay
                    key={day}
                    day={day}
                    tasks={tasks.get(day) ?? []}
                    total={totalOf(day)}
                    month={shown}
                    isToday={day === today}
                    isActive={day === active}
                    lines={isWide ? lines : 0}
                    isAdding={isWide && day === adding}
                    pinnedId={focus.currentId}
                    href={href}
                    hrefOfTask={hrefOfTask}
                    onDropped={(id) => focus.drop(id, day)}
                    onAdded={(isCancelled) => {
                      setAdding(undefined)
                      if (isCancelled) focus.focusDay(day)
                    }}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p id="calendar-hint" className="sr-only">
        {words.hint}
      </p>
      {!isWide && (
        <WeekDay
          day={active}
          tasks={tasks.get(active) ?? []}
          total={totalOf(active)}
          isWide={false}
          calendar={calendar}
          focus={focus}
        />
      )}
    </div>
  )
}
