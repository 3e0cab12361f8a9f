import { useEffect, useMemo, useState } from 'react'
import { type Day, plusDays, startOf } from '../calendar/days/day.ts'
import { groupByDay } from '../calendar/days/day-tasks.ts'
import { useToday } from '../calendar/days/use-today.ts'
import { OPEN, type TaskFilters } from '../sync/lists/task-order.ts'
import { useTaskList } from '../sync/use-sync.tsx'
import { BY_DUE_DATE, ZONE_DAYS } from '../today/split-by-today.ts'
import { focusWhenRendered } from '../ui/focus-when-rendered.ts'
import { listedDays } from './listed-days.ts'

/** The open tasks that are due today and later, by day, as far as they are loaded. */
export function useUpcoming() {
  const today = useToday()
  const filters = useMemo((): TaskFilters => {
    const since = startOf(plusDays(today, -ZONE_DAYS)).getTime() - 1
    return { status: [...OPEN], dueAfter: new Date(since).toISOString(), sort: BY_DUE_DATE }
  }, [today])
  const list = useTaskList(filters)
  const byDay = useMemo(() => groupByDay(list.tasks), [list.tasks])
  const days = useMemo(
    () => listedDays(byDay, { today, hasMore: list.hasNextPage }),
    [byDay, today, list.hasNextPage],
  )
  const tasks = useMemo(() => days.flatMap((day) => byDay.get(day) ?? []), [days, byDay])
  const goTo = useGoTo(days, list)
  return { today, list, byDay, days, tasks, goTo }
}

/** The heading of a day. */
export const headingOf = (day: Day) =>
  document.querySelector<HTMLElement>(`[data-day="${day}"] [data-day-heading]`)

/** Scrolls to a day, and loads all days until then first if necessary. */
function useGoTo(days: readonly Day[], list: ReturnType<typeof useTaskList>) {
  const [wanted, setWanted] = useState<Day>()
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list
  const isListed = wanted !== undefined && days.includes(wanted)
  const canLoad = hasNextPage && !isFetchNextPageError
  useEffect(() => {
    if (wanted === undefined) return
    if (isListed || !canLoad) {
      setWanted(undefined)
      if (!isListed) return
      headingOf(wanted)?.closest('section')?.scrollIntoView({ block: 'start' })
      focusWhenRendered(() => headingOf(wanted), { preventScroll: true })
    } else if (!isFetching) void fetchNextPage()
  }, [wanted, isListed, canLoad, isFetching, fetchNextPage])
  return setWanted
}
