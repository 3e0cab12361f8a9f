import { Bell } from 'lucide-react'
import type { Task } from '../../../api/trpc.ts'
import { taskDetails as words } from '../../../english/task/details.ts'
import { askToNotify } from '../../../reminders/permission.ts'
import { ChipMenu } from '../../../ui/menu/chip-menu.tsx'

/** Minutes before the task is due. */
const CHOICES = [0, 10, 30, 60, 1440]

interface ReminderPropertyProps {
  task: Task
  onChoose: (reminder: number | null) => void
}

/** When the owner of a task is reminded, of one with a due date. */
export function ReminderProperty({ task: { reminder }, onChoose }: ReminderPropertyProps) {
  // Another program may have chosen another.
  const minutes = reminder === null || CHOICES.includes(reminder) ? CHOICES : [...CHOICES, reminder]
  return (
    <ChipMenu
      label={words.reminder}
      value={reminder === null ? words.noReminder : words.remindBefore(reminder)}
      isSet={reminder !== null}
      mark={<Bell size={15} aria-hidden className="shrink-0" />}
      items={[null, ...minutes].map((one) => ({
        label: one === null ? words.noReminder : words.remindBefore(one),
        checked: one === reminder,
        onSelect: () => {
          if (one !== null) void askToNotify()
          if (one !== reminder) onChoose(one)
        },
      }))}
    />
  )
}
