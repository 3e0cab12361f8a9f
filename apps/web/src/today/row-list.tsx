import type { Task } from '../api/trpc.ts'
import { TaskRow } from '../tasks/list/task-row.tsx'
import type { TaskRows } from '../tasks/list/use-task-rows.ts'

interface RowListProps {
  /** The id of the element that names the list. */
  labelledBy: string
  tasks: readonly Task[]
  rows: TaskRows
  isOfDay?: boolean
}

/** Some of the rows of a page. */
export function RowList({ labelledBy, tasks, rows, isOfDay }: RowListProps) {
  if (tasks.length === 0) return null
  return (
    <ul aria-labelledby={labelledBy} className="card overflow-hidden">
      {tasks.map((task) => (
        <li key={task.id} className="relative scroll-my-4 [&:last-child>[data-swipe]]:border-b-0">
          <TaskRow {...rows.propsOf(task, isOfDay)} />
        </li>
      ))}
    </ul>
  )
}
