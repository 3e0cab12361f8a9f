import type { Problem } from '../api/problem.ts'
import { plural } from './common.ts'
import { explain } from './problem.ts'

/** Messages about changes, in the toasts that offer Undo. */
export const changeLabel = {
  added: 'Task added',
  edited: 'Task changed',
  completed: 'Task completed',
  moved: (where: string) => `Moved to ${where}`,
  deleted: 'Task deleted',
  restored: 'Task restored',
  tagsFull: (count: number, max: number) =>
    count === 1 ? `A task has ${max} tags already` : `${count} tasks have ${max} tags already`,
  manyCompleted: (count: number) => `${plural(count, 'task')} completed`,
  manyChanged: (count: number) => `${plural(count, 'task')} changed`,
  manyDeleted: (count: number) => `${plural(count, 'task')} deleted`,
} as const

export const sync = {
  undo: 'Undo',
  nothingToUndo: 'There is nothing to undo',
  undone: (label: string) => `Undone: ${label.charAt(0).toLowerCase()}${label.slice(1)}`,
  saveAnyway: 'Save anyway',
} as const

const FIELDS: Record<string, string> = {
  title: 'The title',
  description: 'The description',
  tags: 'The tags',
  dueAt: 'The due date',
  text: 'The task',
}

/** A message for a rejected change of tasks. */
export function rejectionMessage(problem: Problem | undefined, { isAddition = false } = {}): string {
  if (!problem) return 'The server was not reached'
  switch (problem.status) {
    case 404:
      return 'That task is no longer there: it was deleted elsewhere'
    case 409:
      return isAddition
        ? 'That task was added already'
        : 'That conflicts with a change made elsewhere at the same moment'
    case 412:
      return 'That task was changed elsewhere in the meantime, so your edit was not saved'
    case 422:
      return invalid(problem)
    case 429:
      return problem.retryAfter
        ? `That was a lot at once. Going on in ${plural(problem.retryAfter, 'second')}`
        : 'That was a lot at once. Going on in a moment'
    default:
      return explain(problem)
  }
}

function invalid({ issues, message }: Problem): string {
  const [issue] = issues ?? []
  if (!issue) return message
  const field = issue.path.findLast((part) => typeof part === 'string')
  return `${FIELDS[field ?? ''] ?? field ?? 'That'} ${issue.message}`
}
