import { clsx } from 'clsx'
import { CalendarDays } from 'lucide-react'
import { useId } from 'react'
import type { Task } from '../../../api/trpc.ts'
import { PickerButton } from '../../../date-picker/date-button.tsx'
import { nameOf, readDateTime, writeDateTime } from '../../../date-picker/date-time.ts'
import { dateTimeOfDue, dueOfDateTime } from '../../../date-picker/due-date.ts'
import { daysUntil, dueTime } from '../../../english/format/time.ts'
import { datePicker } from '../../../english/task/days/date-picker.ts'
import { tasks as words } from '../../../english/tasks.ts'
import { isOverdue } from '../../../sync/lists/task-order.ts'
import { chipClass } from '../../../ui/chip.ts'
import { FieldProblem } from '../../field-problem.tsx'
import { useTaskField } from '../../use-task-field.ts'

/** When a task is due: a whole day, or a time of it. */
export function DueProperty({ task }: { task: Task }) {
  const id = useId()
  const field = useTaskField({
    task,
    field: 'dueAt',
    saved: writeDateTime(dateTimeOfDue(task)),
    read: (text) => ({ patch: dueOfDateTime(readDateTime(text)) }),
  })
  const hasProblem = field.problem !== undefined
  const value = readDateTime(field.text)
  const isSet = value.date !== ''
  const name = isSet ? nameOf(value) : datePicker.none
  return (
    <>
      <PickerButton
        title={words.due}
        aria-label={`${words.due} ${name}`}
        value={value}
        time="optional"
        canClear
        aria-invalid={hasProblem || undefined}
        aria-describedby={hasProblem ? `${id}-error` : undefined}
        onChange={(chosen) => field.change(writeDateTime(chosen))}
        onClose={field.leave}
        className={clsx(chipClass(isSet), colourOf(task))}
      >
        <CalendarDays size={15} aria-hidden className="shrink-0" />
        {isSet ? name : words.due}
      </PickerButton>
      <div id={`${id}-error`} role="alert" className="order-1 basis-full text-bad text-sm empty:hidden">
        <FieldProblem field={field} />
      </div>
    </>
  )
}

/** As in the rows of a list. */
function colourOf(task: Task) {
  const due = dueTime(task)
  if (due === undefined || task.status === 'done') return undefined
  if (isOverdue(task)) return 'text-bad'
  return daysUntil(due) === 0 && 'text-good'
}
