import { plural } from './common.ts'

/** Messages about changes, in the toasts that offer Undo. */
export const changeLabel = {
  added: 'Task added',
  edited: 'Task changed',
  completed: 'Task completed',
  noLongerRepeats: 'Due date removed: the task no longer repeats',
  moved: (where: string) => `Moved to ${where}`,
  deleted: 'Task deleted',
  restored: 'Task restored',
  manyCompleted: (count: number) => `${plural(count, 'task')} completed`,
  manyMoved: (count: number, where: string) => `${plural(count, 'task')} moved to ${where}`,
  manyChanged: (count: number) => `${plural(count, 'task')} changed`,
  manyDeleted: (count: number) => `${plural(count, 'task')} deleted`,
} as const
