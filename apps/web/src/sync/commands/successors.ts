import { NEW_TASK, type Task } from '../../api/trpc.ts'
import type { Successor } from '../../recurrence/successor.ts'
import { dueAfter } from '../due.ts'
import type { TaskChange } from '../lists/task-list.ts'

/**
 * What becomes of successors when recurring tasks are completed or reopened. The server decides that by itself; this is what it is
 * expected to do. It stands in the command, so that it also shows before what computes it has loaded again.
 */
export interface SuccessorEffects {
  /** Of the tasks that are completed. */
  successors?: Successor[] | undefined
  /** The ids of those that go when their tasks are reopened. */
  takenBack?: string[] | undefined
}

export function successorIdsOf({ successors = [], takenBack = [] }: SuccessorEffects): string[] {
  return [...successors.map(({ id }) => id), ...takenBack]
}

/** The changes of successors that are expected. `find` returns the tasks that are completed. */
export function expectedSuccessors(
  { successors = [], takenBack = [] }: SuccessorEffects,
  find: (id: string) => Task | undefined,
  now: string,
): TaskChange[] {
  const made = successors.flatMap((successor): TaskChange[] => {
    const task = find(successor.of)
    return task ? [{ type: 'upsert', task: successorOf(task, successor, now) }] : []
  })
  return [...made, ...takenBack.map((id): TaskChange => ({ type: 'delete', id }))]
}

function successorOf(task: Task, { id, dueAt, dueOn, recurrence }: Successor, now: string): Task {
  const { status, successorId } = NEW_TASK
  const due = dueAfter(dueOn === null ? { dueAt } : { dueOn })
  // Version 0, so that whatever the server has counts as newer.
  const unsaved = { version: 0, completedAt: null, createdAt: now, updatedAt: now }
  return { ...task, id, recurrence, status, successorId, ...due, ...unsaved }
}

/** What completed and reopened tasks name as their successor. Undefined where the command does not say. */
export function successorAfter(id: string, { successors, takenBack }: SuccessorEffects, task: Task) {
  const made = successors?.find(({ of }) => of === id)
  if (made) return made.id
  return task.successorId !== null && takenBack?.includes(task.successorId) ? null : task.successorId
}
