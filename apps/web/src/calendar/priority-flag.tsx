import { clsx } from 'clsx'
import { Flag } from 'lucide-react'
import type { Task } from '../api/trpc.ts'
import { PRIORITY, tasks as words } from '../english/tasks.ts'

/** The flag of a priority where there is no room for its name, and only of what presses. Screen readers are told it otherwise. */
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

/** What a flag says; nothing where there is no priority. */
export const prioritySaid = ({ priority }: Task): string =>
  priority === 'none' ? '' : `, ${words.priority}: ${PRIORITY[priority]}`
