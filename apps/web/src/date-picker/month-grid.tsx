import { clsx } from 'clsx'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { type Day, plusDays } from '../calendar/days/day.ts'
import { dateOf, firstWeekday, fullName, monthName, weekdayName } from '../calendar/days/day-names.ts'
import { isSameMonth, plusMonths, weekOf } from '../calendar/days/month.ts'
import { datePicker as words } from '../english/task/days/date-picker.ts'
import { IconButton } from '../ui/button.tsx'
import { INITIAL_FOCUS } from '../ui/dialog/initial-focus.ts'

/** As many as the longest month spans, so that the picker keeps its height. */
const WEEKS = 6

interface Days {
  today: Day
  selected: Day | ''
  /** What the typed words mean. */
  understood: Day | undefined
  /** The day that Tab reaches. Its month is shown. */
  active: Day
}

interface MonthGridProps extends Days {
  /** The first day that may be chosen. */
  min: Day | undefined
  /** Whether the active day has the focus first. */
  isFirst: boolean
  onMove: (day: Day) => void
  onChoose: (day: Day) => void
}

/** A month whose days are chosen with the arrow keys, as in the date picker dialog of the ARIA Authoring Practices. */
export function MonthGrid({ min, isFirst, onMove, onChoose, ...days }: MonthGridProps) {
  const { active } = days
  const headingId = useId()
  const grid = useRef<HTMLTableElement>(null)
  const movesFocus = useRef(false)
  useEffect(() => {
    if (!movesFocus.current) return
    movesFocus.current = false
    grid.current?.querySelector<HTMLElement>(`[data-day="${active}"]`)?.focus()
  }, [active])

  const first = weekOf(`${active.slice(0, 7)}-01`, firstWeekday)[0] ?? active
  const weeks = Array.from({ length: WEEKS }, (_, i) => weekOf(plusDays(first, i * 7), firstWeekday))
  const allowed = (day: Day) => (isTooEarly(day, min) ? min : isWritable(day) ? day : undefined) ?? active
  const move = (day: Day) => onMove(allowed(day))
  const onKeyDown = (event: KeyboardEvent) => {
    const day = dayAfterKey(active, event)
    if (day === undefined) return
    event.preventDefault()
    movesFocus.current = allowed(day) !== active
    move(day)
  }

  return (
    <div>
      <div className="flex items-center justify-between">
        <IconButton
          label={words.previousMonth}
          icon={ChevronLeft}
          onClick={() => move(plusMonths(active, -1))}
        />
        <h3 id={headingId} aria-live="polite" className="font-medium text-sm">
          {monthName(active)}
        </h3>
        <IconButton label={words.nextMonth} icon={ChevronRight} onClick={() => move(plusMonths(active, 1))} />
      </div>
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table with focusable cells is a grid
        role="grid"
        aria-labelledby={headingId}
        onKeyDown={onKeyDown}
        className="w-full table-fixed"
      >
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th
                key={day}
                scope="col"
                abbr={weekdayName(day, 'long')}
                className="h-7 font-normal text-soft text-xs"
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
                <DayCell
                  key={day}
                  day={day}
                  days={days}
                  isFirst={isFirst}
                  isDisabled={isTooEarly(day, min)}
                  onChoose={() => onChoose(day)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface DayCellProps {
  day: Day
  days: Days
  isFirst: boolean
  isDisabled: boolean
  onChoose: () => void
}

function DayCell({ day, days: { today, selected, understood, active }, ...props }: DayCellProps) {
  const { isFirst, isDisabled, onChoose } = props
  const isSelected = day === selected
  const isToday = day === today
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the table is a grid, which makes it a gridcell
    <td aria-selected={isSelected} className="p-0 text-center">
      <button
        type="button"
        data-day={day}
        {...(isFirst && day === active && INITIAL_FOCUS)}
        tabIndex={day === active ? 0 : -1}
        aria-label={isSelected ? words.selected(fullName(day)) : fullName(day)}
        aria-current={isToday ? 'date' : undefined}
        disabled={isDisabled}
        onClick={onChoose}
        className={clsx(
          'inline-grid size-9 place-items-center rounded-full text-sm tabular-nums transition-colors pointer-coarse:size-11',
          'disabled:cursor-not-allowed disabled:text-soft disabled:opacity-50',
          isSelected ? 'bg-accent font-medium text-on-accent' : 'enabled:hover:bg-hover',
          !isSelected && isToday && 'font-semibold text-accent',
          !isSelected && !isToday && !isSameMonth(day, active) && 'text-soft',
          !isSelected && day === understood && 'bg-accent-tint ring-1 ring-accent',
        )}
      >
        {dateOf(day)}
      </button>
    </td>
  )
}

export const isTooEarly = (day: Day, min: Day | undefined) => min !== undefined && day < min

/** Other years have more or fewer digits. */
const isWritable = (day: Day) => /^[1-9]\d{3}-/.test(day)

function dayAfterKey(day: Day, { key, shiftKey }: KeyboardEvent): Day | undefined {
  const week = weekOf(day, firstWeekday)
  switch (key) {
    case 'ArrowLeft':
      return plusDays(day, -1)
    case 'ArrowRight':
      return plusDays(day, 1)
    case 'ArrowUp':
      return plusDays(day, -7)
    case 'ArrowDown':
      return plusDays(day, 7)
    case 'Home':
      return week[0]
    case 'End':
      return week[6]
    case 'PageUp':
      return plusMonths(day, shiftKey ? -12 : -1)
    case 'PageDown':
      return plusMonths(day, shiftKey ? 12 : 1)
    default:
      return undefined
  }
}
