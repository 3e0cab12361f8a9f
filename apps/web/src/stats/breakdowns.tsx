import { clsx } from 'clsx'
import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { PRIORITIES, STATUSES, type TaskPriority, type TaskStatus } from '../api/trpc.ts'
import { stats as words } from '../english/stats.ts'
import { PRIORITY, STATUS } from '../english/tasks.ts'
import { Bars } from './bars.tsx'
import type { Stats } from './figures.ts'

const STATUS_COLOUR: Record<TaskStatus, string> = {
  todo: 'bg-strong-line',
  in_progress: 'bg-accent',
  done: 'bg-good',
}
const PRIORITY_COLOUR: Record<TaskPriority, string> = {
  none: 'bg-strong-line',
  low: 'bg-soft',
  medium: 'bg-accent',
  high: 'bg-warn',
  urgent: 'bg-bad',
}

/** The tasks by status and by priority, and how many are overdue. Every part links to its tasks. */
export function Breakdowns({ stats: { total, byStatus, byPriority, overdue } }: { stats: Stats }) {
  const open = byStatus.todo + byStatus.in_progress
  return (
    <div className="grid grid-cols-1 gap-5 md:grid-cols-2 xl:grid-cols-3">
      <Card id="by-status" title={words.byStatus}>
        <Bars
          total={total}
          parts={STATUSES.map((status) => ({
            label: STATUS[status],
            count: byStatus[status],
            colour: STATUS_COLOUR[status],
            href: `/all?status=${status}`,
          }))}
        />
      </Card>
      <Card id="by-priority" title={words.byPriority}>
        <Bars
          total={total}
          parts={PRIORITIES.toReversed().map((priority) => ({
            label: PRIORITY[priority],
            count: byPriority[priority],
            colour: PRIORITY_COLOUR[priority],
            href: `/all?status=all&priority=${priority}`,
          }))}
        />
      </Card>
      <Card id="late" title={words.late} className="md:col-span-2 xl:col-span-1">
        <p className="text-soft text-sm">{words.lateText(overdue, open)}</p>
        {open > 0 && <Proportion share={overdue / open} />}
        {overdue > 0 && (
          <Link
            href="/all?due=overdue"
            className="mt-4 inline-flex items-center gap-1.5 font-medium text-accent text-sm underline"
          >
            {words.showLate}
            <ArrowRight size={16} aria-hidden />
          </Link>
        )}
      </Card>
    </div>
  )
}

interface CardProps {
  id: string
  title: string
  className?: string
  children: ReactNode
}

function Card({ id, title, className, children }: CardProps) {
  return (
    <section aria-labelledby={id} className={clsx('card p-4 md:p-5', className)}>
      <h2 id={id} className="mb-3 font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}

/** Hidden from screen readers, because the sentence above says the same. */
function Proportion({ share }: { share: number }) {
  return (
    <div aria-hidden className="mt-3 flex h-3 gap-0.5 overflow-hidden rounded-full">
      {share > 0 && <div className="min-w-1.5 bg-bad" style={{ width: `${share * 100}%` }} />}
      {share < 1 && <div className="grow bg-strong-line/40" />}
    </div>
  )
}
