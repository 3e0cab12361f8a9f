import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { dueRange } from '../calendar/days/day.ts'
import { today as words } from '../english/task/days/today.ts'
import { OPEN } from '../sync/lists/task-order.ts'
import { countOf } from './split-by-today.ts'
import { useTodayTasks } from './today-tasks.tsx'

/** How many tasks are overdue and how many are due today, beside the link to Today. */
export function TodayCount() {
  const { overdue, due, before, hasMoreDue } = useTodayTasks()
  return (
    <>
      {overdue.length > 0 && (
        <Count of={countOf(overdue.length, before.hasNextPage)} label={words.counts.overdue} isLate />
      )}
      {due.length > 0 && <Count of={countOf(due.length, hasMoreDue)} label={words.counts.due} />}
    </>
  )
}

/** How many open tasks are due today or later, beside the link to Upcoming. */
export function UpcomingCount() {
  const { today } = useTodayTasks()
  const filters = useMemo(() => ({ dueAfter: dueRange(today, today).dueAfter }), [today])
  return <OpenCount filters={filters} />
}

/** How many open tasks there are, beside the link to all of them. */
export const AllCount = () => <OpenCount filters={ALL} />

/** The same input as the list of all tasks has for its own number: one request is enough for both. */
const ALL = { sort: '-createdAt' }

function OpenCount({ filters }: { filters: { dueAfter?: string; sort?: string } }) {
  const trpc = useTRPC()
  const { isLoaded } = useTodayTasks()
  const { data } = useQuery({
    ...trpc.task.list.queryOptions({ ...filters, status: [...OPEN], limit: 1 }),
    // Not before what the first page shows.
    enabled: isLoaded,
  })
  const total = data?.page.totalCount ?? 0
  return total > 0 && <Count of={total.toLocaleString('en')} label={words.counts.open} />
}

function Count({ of, label, isLate = false }: { of: string; label: string; isLate?: boolean }) {
  return (
    <span className={`text-xs tabular-nums ${isLate ? 'font-medium text-bad' : 'text-soft'}`}>
      {of}
      <span className="sr-only"> {label}</span>
    </span>
  )
}
