import { X } from 'lucide-react'
import { common } from '../english/common.ts'
import { tasks as words } from '../english/tasks.ts'
import { matches, type TaskFilters } from '../sync/task-order.ts'
import { useKnownTask } from '../sync/use-sync.tsx'
import { Button, IconButton } from '../ui/button.tsx'

interface AddedNoticeProps {
  id: string
  filters: TaskFilters
  onOpen: (id: string) => void
  onClearFilters: () => void
  onClose: () => void
}

/** Says that a task was added which the list does not show, and offers ways to show it. */
export default function AddedNotice({ id, filters, onOpen, onClearFilters, onClose }: AddedNoticeProps) {
  const task = useKnownTask(id)
  // It was undone, deleted or refused.
  if (!task) return null
  const isFiltered = !matches(task, filters)
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-lg bg-warn-tint py-1 pr-1 pl-3 text-sm text-warn"
    >
      <p className="min-w-0 grow basis-full break-words sm:basis-48">
        {isFiltered ? words.addedHidden(task.title) : words.addedBelow(task.title)}
      </p>
      <Button onClick={() => onOpen(id)}>{words.show}</Button>
      {isFiltered && <Button onClick={onClearFilters}>{words.clear}</Button>}
      <IconButton label={common.close} icon={X} size={16} onClick={onClose} />
    </div>
  )
}
