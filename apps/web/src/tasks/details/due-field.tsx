import { useId } from 'react'
import type { Task } from '../../api/trpc.ts'
import { DateButton } from '../../date-picker/date-button.tsx'
import { readDateTime, writeDateTime } from '../../date-picker/date-time.ts'
import { dateTimeOfDue, dueOfDateTime } from '../../date-picker/due-date.ts'
import { tasks as words } from '../../english/tasks.ts'
import { FieldProblem } from '../field-problem.tsx'
import { useTaskField } from '../use-task-field.ts'

/** When a task is due: a whole day, or a time of it. */
export function DueField({ task }: { task: Task }) {
  const id = useId()
  const field = useTaskField({
    task,
    field: 'dueAt',
    saved: writeDateTime(dateTimeOfDue(task)),
    read: (text) => ({ patch: dueOfDateTime(readDateTime(text)) }),
  })
  const hasProblem = field.problem !== undefined
  return (
    <div className="grid gap-1.5">
      <span id={`${id}-label`} className="font-medium text-sm">
        {words.due}
      </span>
      <DateButton
        label={words.due}
        labelId={`${id}-label`}
        value={readDateTime(field.text)}
        time="optional"
        canClear
        aria-invalid={hasProblem || undefined}
        aria-describedby={hasProblem ? `${id}-error` : undefined}
        onChange={(value) => field.change(writeDateTime(value))}
        onClose={field.leave}
      />
      <div id={`${id}-error`} role="alert" className="text-bad text-sm empty:hidden">
        <FieldProblem field={field} />
      </div>
    </div>
  )
}
