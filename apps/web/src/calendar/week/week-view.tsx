import { clsx } from 'clsx'
import { type KeyboardEvent, useRef } from 'react'
import { calendar as words } from '../../english/task/days/calendar.ts'
import { itemOf, neighbourOf } from '../../ui/columns.ts'
import type { Calendar } from '../use-calendar.ts'
import { DAY_OFFSETS, useDayFocus } from '../use-day-focus.ts'
import type { TasksByDay, TotalOf } from '../use-due-tasks.ts'
import { useIsWide } from '../use-layout.ts'
import { WeekDay } from './week-day.tsx'

interface ViewProps {
  calendar: Calendar
  tasks: TasksByDay
  totalOf: TotalOf
}

/** A week as seven columns. On a narrow screen, as seven days below each other. */
export function WeekView({ calendar, tasks, totalOf }: ViewProps) {
  const week = useRef<HTMLDivElement>(null)
  const isWide = useIsWide()
  const focus = useDayFocus(week, calendar)

  const onKeyDown = (event: KeyboardEvent) => {
    const item = itemOf(event.target)
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return
    const by = event.shiftKey ? DAY_OFFSETS[event.key] : undefined
    const next = event.shiftKey ? undefined : neighbourOf(item, event.key)
    if (by === undefined && !next) return
    event.preventDefault()
    next?.focus()
    if (by !== undefined) focus.moveBy(item.dataset.taskId, by)
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it handles key events that bubble up from its items */}
      <div
        ref={week}
        data-columns
        onKeyDown={onKeyDown}
        onFocus={({ target }) => {
          const id = itemOf(target)?.dataset.taskId
          if (id) focus.setCurrentId(id)
        }}
        className={clsx('grid', isWide ? '-mb-8 min-h-[calc(100dvh-7.5rem)] grid-cols-7 gap-2' : 'gap-5')}
      >
        {calendar.days.map((day) => (
          <WeekDay
            key={day}
            day={day}
            tasks={tasks.get(day) ?? []}
            total={totalOf(day)}
            isWide={isWide}
            calendar={calendar}
            focus={focus}
          />
        ))}
      </div>
      <p className="sr-only">{words.hint}</p>
    </>
  )
}
