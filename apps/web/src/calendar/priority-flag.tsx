import { clsx } from 'clsx'
import { Flag } from 'lucide-react'
import type { Task } from '../api/trpc.ts'
import { PRIORITY, tasks as words } from '../english/tasks.ts'

/** A flag without a label for high and urgent open tasks. `spokenPriority` is its text for screen readers. */
export function PriorityFlag({ task: { priority, status }, size = 11 }: { task: Task; size?: number }) {
  if (status === 'done' || (priority !== 'high' && priority !== 'urgent')) return null
  const isUrgent = priority === 'urgent'
  return (
    <Flag
      size={size}
      aria-hidden
      fill={isUrgent ? 'currentColor' : 'none'}
      className={clsx('shrink-0', isUrgent ? 'text-bad' : 'text-warn')}
    />
  )
}

/** The priority as text for screen readers. Empty for none. */
export const spokenPriority = ({ priority }: Task): string =>
  priority === 'none' ? '' : `, ${words.priority}: ${PRIORITY[priority]}`
