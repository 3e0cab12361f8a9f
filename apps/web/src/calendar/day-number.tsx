import { clsx } from 'clsx'
import type { Day } from './days/day.ts'
import { dateOf } from './days/day-names.ts'

interface DayNumberProps {
  day: Day
  isToday: boolean
  isSoft?: boolean
  className?: string
}

/** The date of a day. Today's is highlighted. */
export function DayNumber({ day, isToday, isSoft = false, className }: DayNumberProps) {
  return (
    <time
      dateTime={day}
      className={clsx(
        'grid size-6.5 place-items-center rounded-full text-sm tabular-nums',
        isToday ? 'bg-accent font-semibold text-on-accent' : isSoft ? 'text-soft' : 'font-medium',
        className,
      )}
    >
      {dateOf(day)}
    </time>
  )
}
