import { clsx } from 'clsx'
import { formatCount, formatShortDay, stats as words } from '../english/stats.ts'
import { dateOf, type figuresOf } from './figures.ts'

/** The key figures. Those of completed tasks are there once one is completed. */
export function Figures({ figures }: { figures: ReturnType<typeof figuresOf> }) {
  const { total, open, overdue, week, weekBefore, month, perDay, best, streak } = figures
  const streakNote = streak.isToday ? 'today' : streak.days > 0 ? 'open' : 'none'
  const hasBegun = month > 0
  return (
    <dl className={clsx('grid grid-cols-2 gap-3', hasBegun && 'sm:grid-cols-3 xl:grid-cols-6')}>
      <Figure label={words.open} value={formatCount(open)} note={words.openNote(total)} />
      <Figure
        label={words.overdue}
        value={formatCount(overdue)}
        note={overdue > 0 ? words.overdueNote.some : words.overdueNote.none}
        isBad={overdue > 0}
      />
      {hasBegun && (
        <>
          <Figure
            label={words.week}
            value={formatCount(week)}
            note={weekBefore === undefined ? words.weekFirst : words.weekNote(weekBefore)}
          />
          <Figure label={words.month} value={formatCount(month)} note={words.monthNote(perDay)} />
          <Figure
            label={words.best}
            value={formatCount(best?.count ?? 0)}
            note={best ? formatShortDay(dateOf(best)) : ''}
          />
          <Figure
            label={words.streak}
            value={words.streakValue(streak.days)}
            note={words.streakNote[streakNote]}
          />
        </>
      )}
    </dl>
  )
}

interface FigureProps {
  label: string
  value: string
  note: string
  isBad?: boolean
}

function Figure({ label, value, note, isBad = false }: FigureProps) {
  return (
    // The rows are those of the grid, so that the values of a row stand on one line where a label needs two.
    <div className="card row-span-3 grid grid-rows-subgrid gap-1 p-4">
      <dt className="text-soft text-sm">{label}</dt>
      <dd className={clsx('font-semibold text-2xl tabular-nums tracking-tight', isBad && 'text-bad')}>
        {value}
      </dd>
      <dd className="text-soft text-xs">{note}</dd>
    </div>
  )
}
