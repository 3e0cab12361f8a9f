import { taskList as words } from '../english/task/list.ts'
import { TaskView } from './task-view.tsx'

/** All tasks, with filters. */
export default function TasksPage() {
  return (
    <TaskView
      header={(total) => (
        <header className="flex items-baseline gap-3">
          <h1 className="font-semibold text-2xl tracking-tight">{words.title}</h1>
          {total !== undefined && <p className="text-soft text-sm">{words.count(total)}</p>}
        </header>
      )}
    />
  )
}
