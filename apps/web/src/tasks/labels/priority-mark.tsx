import { Flag } from 'lucide-react'
import type { TaskPriority } from '../../api/trpc.ts'
import { PRIORITY, tasks as words } from '../../english/tasks.ts'

const COLOUR: Record<Exclude<TaskPriority, 'none'>, string> = {
  low: 'text-soft',
  medium: 'text-accent',
  high: 'text-warn',
  urgent: 'text-bad',
}

export const priorityColour = (priority: TaskPriority): string =>
  priority === 'none' ? 'text-soft' : COLOUR[priority]

/** A flag with the name of a priority. Renders nothing for none. */
export function PriorityMark({ priority }: { priority: TaskPriority }) {
  if (priority === 'none') return null
  return (
    <span className={`inline-flex items-center gap-1 text-xs ${COLOUR[priority]}`}>
      <Flag size={13} aria-hidden fill={priority === 'urgent' ? 'currentColor' : 'none'} />
      <span className="sr-only">{words.priority}: </span>
      {PRIORITY[priority]}
    </span>
  )
}
