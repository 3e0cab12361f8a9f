import type { Task } from '../../api/trpc.ts'
import { taskDetails as words } from '../../english/task/details.ts'
import { askToNotify } from '../../reminders/permission.ts'
import { SelectField } from '../../ui/form/select-field.tsx'

/** Minutes before the task is due. */
const CHOICES = [0, 10, 30, 60, 1440]

const NONE = 'none'

interface ReminderFieldProps {
  task: Task
  onChoose: (reminder: number | null) => void
}

/** When the owner of a task is reminded, of one with a due date. */
export function ReminderField({ task: { reminder }, onChoose }: ReminderFieldProps) {
  // Another program may have chosen another.
  const minutes = reminder === null || CHOICES.includes(reminder) ? CHOICES : [...CHOICES, reminder]
  const names = Object.fromEntries(minutes.map((one) => [String(one), words.remindBefore(one)]))
  return (
    <SelectField
      label={words.reminder}
      value={reminder === null ? NONE : String(reminder)}
      options={[NONE, ...minutes.map(String)]}
      names={{ ...names, [NONE]: words.noReminder }}
      onChange={(chosen) => {
        if (chosen !== NONE) void askToNotify()
        onChoose(chosen === NONE ? null : Number(chosen))
      }}
    />
  )
}
