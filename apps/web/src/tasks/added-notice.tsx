import { X } from 'lucide-react'
import type { Task } from '../api/trpc.ts'
import { common } from '../english/common.ts'
import { taskList as words } from '../english/task/list.ts'
import { useKnownTask } from '../sync/use-task.ts'
import { Button, IconButton } from '../ui/button.tsx'

interface AddedNoticeProps {
  id: string
  /** Why the page does not show the task. */
  textOf: (task: Task) => string
  /** Clears the filters that hide the task. Undefined where it is not they that hide it. */
  clearFor?: (task: Task) => (() => void) | undefined
  onOpen: (id: string) => void
  onClose: () => void
}

/** Says that a task was added which the page does not show, and offers ways to show it. */
export default function AddedNotice({ id, textOf, clearFor, onOpen, onClose }: AddedNoticeProps) {
  const task = useKnownTask(id)
  // It was undone, deleted or refused.
  if (!task) return null
  const clear = clearFor?.(task)
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-lg bg-warn-tint py-1 pr-1 pl-3 text-sm text-warn"
    >
      <p className="min-w-0 grow basis-full break-words sm:basis-48">{textOf(task)}</p>
      <Button onClick={() => onOpen(id)}>{words.show}</Button>
      {clear && <Button onClick={clear}>{words.clear}</Button>}
      <IconButton label={common.close} icon={X} size={16} onClick={onClose} />
    </div>
  )
}
