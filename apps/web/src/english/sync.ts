import { plural } from './common.ts'

/** Messages about changes, in the toasts that offer Undo. */
export const changeLabel = {
  added: 'Task added',
  edited: 'Task changed',
  completed: 'Task completed',
  noLongerRepeats: 'Due date removed: the task does not repeat any more',
  moved: (where: string) => `Moved to ${where}`,
  deleted: 'Task deleted',
  restored: 'Task restored',
  tagsFull: (count: number, max: number) =>
    count === 1 ? `A task has ${max} tags already` : `${count} tasks have ${max} tags already`,
  manyCompleted: (count: number) => `${plural(count, 'task')} completed`,
  manyMoved: (count: number, where: string) => `${plural(count, 'task')} moved to ${where}`,
  manyChanged: (count: number) => `${plural(count, 'task')} changed`,
  manyDeleted: (count: number) => `${plural(count, 'task')} deleted`,
} as const

export const sync = {
  undo: 'Undo',
  nothingToUndo: 'There is nothing to undo',
  undone: (label: string) => `Undone: ${inSentence(label)}`,
  redo: 'Redo',
  nothingToRedo: 'There is nothing to redo',
  redone: (label: string) => `Redone: ${inSentence(label)}`,
  saveAnyway: 'Save anyway',
} as const

const inSentence = (label: string) => label.charAt(0).toLowerCase() + label.slice(1)
