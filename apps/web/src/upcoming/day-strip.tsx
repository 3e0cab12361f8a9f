import { clsx } from 'clsx'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { Day } from '../calendar/days/day.ts'
import { dateOf, monthName, weekdayName } from '../calendar/days/day-names.ts'
import { upcoming as words } from '../english/task/days/upcoming.ts'
import { useTaskDrop } from '../tasks/use-drag.ts'

interface DayStripProps {
  days: readonly Day[]
  today: Day
  /** The day in view. */
  current: Day | undefined
  countOf: (day: Day) => number
  onGoTo: (day: Day) => void
  onDrop: (id: string, day: Day) => void
}

/** The next two weeks in a row: each day can be jumped to, and takes tasks. Arrow keys move along it. */
export function DayStrip({ days, today, current, countOf, onGoTo, onDrop }: DayStripProps) {
  const strip = useRef<HTMLDivElement>(null)
  const tabStop = days.find((day) => day === current) ?? days[0]
  const currentIndex = current === undefined ? -1 : days.indexOf(current)
  useEffect(() => {
    const row = strip.current
    const button = row?.children[currentIndex]
    if (!row || !(button instanceof HTMLElement)) return
    // On a phone the strip is wider than the page. `scrollIntoView` would scroll the page too.
    const { offsetLeft, offsetWidth } = button
    if (offsetLeft < row.scrollLeft || offsetLeft + offsetWidth > row.scrollLeft + row.clientWidth)
      row.scrollTo({ left: offsetLeft - offsetWidth, behavior: 'smooth' })
  }, [currentIndex])
  const onKeyDown = (event: KeyboardEvent) => {
    const at = event.target instanceof HTMLElement ? event.target : undefined
    const next = { ArrowLeft: at?.previousElementSibling, ArrowRight: at?.nextElementSibling }[event.key]
    if (!(next instanceof HTMLElement) || event.shiftKey) return
    event.preventDefault()
    next.focus()
  }
  return (
    <div
      ref={strip}
      role="toolbar"
      aria-label={words.days}
      onKeyDown={onKeyDown}
      className="relative -mx-4 flex gap-1 overflow-x-auto overscroll-x-contain px-4 py-2 [scrollbar-width:none] md:mx-0 md:px-0"
    >
      {days.map((day) => (
        <StripDay
          key={day}
          day={day}
          count={countOf(day)}
          isToday={day === today}
          isCurrent={day === current}
          isTabStop={day === tabStop}
          onGoTo={onGoTo}
          onDrop={onDrop}
        />
      ))}
    </div>
  )
}

interface StripDayProps extends Pick<DayStripProps, 'onGoTo' | 'onDrop'> {
  day: Day
  count: number
  isToday: boolean
  isCurrent: boolean
  isTabStop: boolean
}

function StripDay({ day, count, isToday, isCurrent, isTabStop, onGoTo, onDrop }: StripDayProps) {
  const { ref, isOver } = useTaskDrop((id) => onDrop(id, day))
  return (
    <button
      ref={ref}
      type="button"
      tabIndex={isTabStop ? 0 : -1}
      aria-current={isCurrent ? 'date' : undefined}
      onClick={() => onGoTo(day)}
      className={clsx(
        'grid min-h-14 min-w-11 flex-1 content-center justify-items-center gap-0.5 rounded-xl border px-1 py-1 text-xs transition-colors',
        isOver
          ? 'border-accent bg-accent-tint text-accent'
          : isCurrent
            ? 'border-line bg-surface text-ink'
            : 'border-transparent text-soft hover:bg-hover hover:text-ink',
      )}
    >
      <span>{weekdayName(day, 'short')}</span>
      <span
        className={clsx(
          'font-semibold text-sm tabular-nums',
          isToday ? 'text-accent' : isCurrent ? 'text-ink' : undefined,
        )}
      >
        {dateOf(day)}
      </span>
      <span className="sr-only">{words.inMonth(monthName(day), count)}</span>
      <span
        aria-hidden
        className={clsx('size-1 rounded-full', count > 0 ? 'bg-current opacity-70' : 'bg-transparent')}
      />
    </button>
  )
}
