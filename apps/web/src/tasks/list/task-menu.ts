import {
  CalendarClock,
  CircleCheck,
  CirclePlay,
  CircleStop,
  Flag,
  PanelRightOpen,
  Pencil,
  Trash2,
  Undo2,
} from 'lucide-react'
import { PRIORITIES, type Task } from '../../api/trpc.ts'
import { taskMenuWords } from '../../english/task/menu.ts'
import { PRIORITY, tasks as words } from '../../english/tasks.ts'
import { dueRequest } from '../../shell/due-request.ts'
import type { MenuItem } from '../../ui/menu/menu-items.ts'
import { dueChoices } from '../due-choices.ts'
import type { TaskActions } from '../use-task-actions.ts'

interface MenuOptions {
  onOpen: (id: string) => void
  /** Without it, renaming is not offered. */
  onRename?: (id: string) => void
}

/** The menu of actions on a task, with their shortcuts. */
export function taskMenu(task: Task, actions: TaskActions, { onOpen, onRename }: MenuOptions): MenuItem[] {
  const isDone = task.status === 'done'
  const isStarted = task.status === 'in_progress'
  return [
    { label: words.open, icon: PanelRightOpen, shortcut: '↵', onSelect: () => onOpen(task.id) },
    ...(onRename
      ? [{ label: words.rename, icon: Pencil, shortcut: 'e', onSelect: () => onRename(task.id) }]
      : []),
    {
      label: isDone ? taskMenuWords.reopen : taskMenuWords.complete,
      icon: isDone ? Undo2 : CircleCheck,
      shortcut: 'd',
      onSelect: () => actions.toggle(task),
    },
    {
      label: isStarted ? taskMenuWords.stop : taskMenuWords.start,
      icon: isStarted ? CircleStop : CirclePlay,
      shortcut: 's',
      onSelect: () => actions.setStatus([task], isStarted ? 'todo' : 'in_progress'),
    },
    'separator',
    ...dueChoices().map(({ label, due }, i) => ({
      label,
      icon: CalendarClock,
      shortcut: `t ${i + 1}`,
      onSelect: () => actions.setDue([task], due),
    })),
    {
      label: words.pickDate,
      icon: CalendarClock,
      shortcut: 't d',
      onSelect: () => dueRequest.set({ tasks: [task] }),
    },
    'separator',
    ...PRIORITIES.map((priority, i) => ({
      label: PRIORITY[priority],
      icon: Flag,
      shortcut: String(i),
      checked: task.priority === priority,
      onSelect: () => actions.setPriority([task], priority),
    })),
    'separator',
    {
      label: words.delete,
      icon: Trash2,
      shortcut: '#',
      danger: true,
      onSelect: () => actions.remove([task]),
    },
  ]
}
