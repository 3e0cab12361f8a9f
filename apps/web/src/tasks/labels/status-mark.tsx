import { Circle, CircleCheck, Contrast } from 'lucide-react'
import type { TaskStatus } from '../../api/trpc.ts'

const MARK = {
  todo: { icon: Circle, colour: 'text-soft' },
  in_progress: { icon: Contrast, colour: 'text-accent [&>path]:fill-current' },
  done: { icon: CircleCheck, colour: 'text-good' },
} as const

/** The icon of a status. */
export function StatusMark({ status }: { status: TaskStatus }) {
  const { icon: Icon, colour } = MARK[status]
  return <Icon size={15} aria-hidden className={`shrink-0 ${colour}`} />
}
