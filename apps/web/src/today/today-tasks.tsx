import { createContext, type ReactNode, use, useMemo } from 'react'
import { dueDay } from '../calendar/days/due-day.ts'
import { useToday } from '../calendar/days/use-today.ts'
import { useTaskList } from '../sync/use-sync.tsx'
import { splitByToday, todayFilters } from './split-by-today.ts'

function useLoadedTasks() {
  const today = useToday()
  const filters = useMemo(() => todayFilters(today), [today])
  const before = useTaskList(filters.before)
  const from = useTaskList(filters.from)
  const { overdue, due } = useMemo(
    () => splitByToday([...before.tasks, ...from.tasks], today),
    [before.tasks, from.tasks, today],
  )
  const last = from.tasks.at(-1)
  return {
    today,
    overdue,
    due,
    before,
    from,
    isLoaded: before.isLoaded && from.isLoaded,
    /** Whether more tasks may be due today than are loaded. */
    hasMoreDue: from.hasNextPage && last !== undefined && (dueDay(last) ?? today) <= today,
  }
}

type TodayTasks = ReturnType<typeof useLoadedTasks>

const TodayContext = createContext<TodayTasks | undefined>(undefined)

/** Keeps the open tasks that are due by the end of today: the first page shows them, and the sidebar counts them. */
export function TodayTasksProvider({ children }: { children: ReactNode }) {
  return <TodayContext value={useLoadedTasks()}>{children}</TodayContext>
}

/** The open tasks that are due by the end of today. */
export function useTodayTasks(): TodayTasks {
  const tasks = use(TodayContext)
  if (!tasks) throw new Error('useTodayTasks must be used inside <TodayTasksProvider>')
  return tasks
}
