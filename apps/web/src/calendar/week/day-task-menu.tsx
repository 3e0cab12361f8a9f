import { clsx } from 'clsx'
import { CircleCheck, Ellipsis, Undo2 } from 'lucide-react'
import type { Task } from '../../api/trpc.ts'
import { daysUntil, dueTime } from '../../english/format/time.ts'
import { calendar as words } from '../../english/task/days/calendar.ts'
import { tasks } from '../../english/tasks.ts'
import { dueRequest } from '../../shell/due-request.ts'
import type { TaskActions } from '../../tasks/use-task-actions.ts'
import { Menu } from '../../ui/menu/menu.tsx'
import type { MenuItem } from '../../ui/menu/menu-items.ts'

interface DayTaskMenuProps {
  task: Task
  actions: TaskActions
  /** Whether a mouse sees it only over the card, which then needs no room for it. */
  isOverlaid: boolean
  onMoveBy: (id: string, days: number) => void
}

/** The menu of a task: completes it or moves it to another day. */
export function DayTaskMenu({ task, actions, isOverlaid, onMoveBy }: DayTaskMenuProps) {
  const { id, title } = task
  const due = dueTime(task)
  const isDone = task.status === 'done'
  const until = due === undefined ? 0 : daysUntil(due)
  const move = (label: string, days: number, shortcut?: string): MenuItem => ({
    label,
    shortcut,
    onSelect: () => onMoveBy(id, days),
  })
  const { keys, moveTo } = words
  const items: MenuItem[] = [
    {
      label: isDone ? words.reopen : words.complete,
      icon: isDone ? Undo2 : CircleCheck,
      onSelect: () => actions.toggle(task),
    },
    'separator',
    ...(until === 0 ? [] : [move(moveTo.today, -until)]),
    ...(until === 1 ? [] : [move(moveTo.tomorrow, 1 - until)]),
    move(keys.dayEarlier, -1, 'Shift ←'),
    move(keys.dayLater, 1, 'Shift →'),
    move(keys.weekEarlier, -7, 'Shift ↑'),
    move(keys.weekLater, 7, 'Shift ↓'),
    { label: tasks.pickDate, onSelect: () => dueRequest.set({ tasks: [task] }) },
  ]
  return (
    <Menu
      label={words.actions(title)}
      aria-label={words.actions(title)}
      items={items}
      align="end"
      className={clsx(
        'relative -my-1 grid size-8 shrink-0 place-items-center rounded-lg text-soft hover:bg-hover hover:text-ink pointer-coarse:size-11',
        isOverlaid &&
          'pointer-fine:absolute pointer-fine:right-1 pointer-fine:bottom-2 pointer-fine:size-7 pointer-fine:bg-surface pointer-fine:opacity-0 pointer-fine:group-hover:opacity-100 pointer-fine:focus-visible:opacity-100 pointer-fine:aria-expanded:opacity-100',
      )}
    >
      <Ellipsis size={16} aria-hidden />
    </Menu>
  )
}
