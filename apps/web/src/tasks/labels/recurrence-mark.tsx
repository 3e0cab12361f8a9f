import { Repeat } from 'lucide-react'
import type { Task } from '../../api/trpc.ts'
import { tasks as words } from '../../english/tasks.ts'
import { useArithmetic, useTimeZone } from '../../recurrence/use-recurrence.ts'

/** Tells that a task repeats, and how. Renders nothing for one that does not. */
export function RecurrenceMark({ task }: { task: Task }) {
  return task.recurrence !== null && <Mark task={{ ...task, recurrence: task.recurrence }} />
}

function Mark({ task }: { task: Task & { recurrence: string } }) {
  const timeZone = useTimeZone()
  const rule = useArithmetic()?.ruleInWords(task, timeZone)
  return (
    <span title={rule} className="shrink-0 text-soft">
      <Repeat size={12} aria-hidden />
      <span className="sr-only">{words.repeats(rule)}</span>
    </span>
  )
}
