import type { Client } from '../../api/client.ts'
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

/** The effects of undoing a command. `find` returns tasks as they were before it. */
export function inverseEffects(
  { successors, takenBack }: SuccessorEffects,
  ids: readonly string[],
  find: (id: string) => Task | undefined,
): SuccessorEffects {
  const again = takenBack?.flatMap((id) => {
    const [task, of] = [find(id), ids.find((one) => find(one)?.successorId === id)]
    if (!task || of === undefined) return []
    const { dueAt, dueOn, recurrence } = task
    return { of, id, dueAt, dueOn, recurrence }
  })
  return {
    ...(successors && { takenBack: successors.map(({ id }) => id) }),
    ...(again && { successors: again }),
  }
}

/** The most that are asked for at once, which is one batch. The live updates have the others. */
const MAX_FETCHED = 20

/**
 * What the server has made of successors, so that the list shows the same when their command is done. `find` returns tasks as the
 * server had them last.
 */
export async function actualSuccessors(
  client: Client,
  { successors = [], takenBack = [] }: SuccessorEffects,
  find: (id: string) => Task | undefined,
): Promise<TaskChange[]> {
  const made = successors.slice(0, MAX_FETCHED).map(({ id }) =>
    client.task.get.query({ id }).then(
      (task): TaskChange[] => [{ type: 'upsert', task }],
      // The live updates have it as well.
      () => [],
    ),
  )
  // One that somebody has changed stays.
  const gone = takenBack.filter((id) => (find(id)?.version ?? 1) <= 1)
  return [...(await Promise.all(made)).flat(), ...gone.map((id): TaskChange => ({ type: 'delete', id }))]
}
