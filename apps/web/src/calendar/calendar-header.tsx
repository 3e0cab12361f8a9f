import { clsx } from 'clsx'
import { ChevronLeft, ChevronRight, Rss } from 'lucide-react'
import { Link } from 'wouter'
import { BASE_PATH } from '../api/base-path.ts'
import { calendar as words } from '../english/task/days/calendar.ts'
import { useActions } from '../keyboard/use-commands.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { monthName, rangeName } from './days/day-names.ts'
import { type Calendar, VIEWS } from './use-calendar.ts'

/** The displayed period, and the controls to change it. */
export function CalendarHeader({ calendar }: { calendar: Calendar }) {
  const { view, shown, active, days, href, turn, showToday, showView } = calendar
  const { keys } = words
  useActions(keys.group, [
    { label: keys.previous, keys: ['h'], run: () => turn(-1) },
    { label: keys.next, keys: ['l'], run: () => turn(1) },
    { label: words.today, keys: ['t'], run: showToday },
    { label: keys.month, keys: ['m'], run: () => showView('month') },
    { label: keys.week, keys: ['w'], run: () => showView('week') },
  ])
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h1 aria-live="polite" className="grow basis-full font-semibold text-2xl tracking-tight sm:basis-auto">
        <span className="sr-only">{words.title}: </span>
        {view === 'month' ? monthName(shown) : rangeName(days[0] ?? shown, days.at(-1) ?? shown)}
      </h1>
      <div className="flex items-center">
        <IconButton label={words.previous[view]} icon={ChevronLeft} onClick={() => turn(-1)} />
        <Button onClick={showToday}>{words.today}</Button>
        <IconButton label={words.next[view]} icon={ChevronRight} onClick={() => turn(1)} />
      </div>
      <nav aria-label={words.views} className="flex rounded-lg bg-sunken p-0.5">
        {VIEWS.map((one) => (
          <Link
            key={one}
            href={href({ view: one, date: active })}
            aria-current={one === view ? 'true' : undefined}
            className={clsx(
              'grid min-h-8 place-items-center rounded-md px-3 text-sm',
              one === view ? 'bg-surface font-medium shadow-sm' : 'text-soft hover:text-ink',
            )}
          >
            {words.view[one]}
          </Link>
        ))}
      </nav>
      <a
        href={`${BASE_PATH}/account#calendar`}
        title={words.subscribe}
        className="ml-auto flex size-9 shrink-0 items-center justify-center gap-2 rounded-lg text-soft text-sm transition-colors hover:bg-hover hover:text-ink sm:ml-0 xl:w-auto xl:px-2.5"
      >
        <Rss size={18} aria-hidden className="shrink-0" />
        <span className="sr-only xl:not-sr-only">{words.subscribe}</span>
      </a>
    </header>
  )
}
