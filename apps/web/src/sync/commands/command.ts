import type { Draft as LineDraft } from '@tandem/client/quick-add'
import { type Inputs, NEW_TASK, type Patch, type Task } from '../../api/trpc.ts'
import type { Draft } from '../drafts.ts'
import { dueAfter, dueOf } from '../due.ts'
import type { LineDefaults } from '../line-defaults.ts'
import type { TaskChange } from '../lists/task-list.ts'
import { type CommentCommand, isCommentCommand } from './comment-command.ts'
import { expectedSuccessors, type SuccessorEffects, successorAfter, successorIdsOf } from './successors.ts'

type NewTask = Patch & { id: string; title: string }

/** A line of quick add. */
export type Addition = {
  kind: 'add'
  id: string
  /** The line as it was typed. */
  input: Inputs['task']['quickAdd']
  /** The task that it becomes. Until it is parsed, its title is all of it. */
  draft: LineDraft
  /** Whether the page could parse it. If not, it is parsed before it is sent. */
  isParsed?: boolean
  /** An instant, from which its words count. */
  typedAt?: string
} & LineDefaults

/** A change of tasks as plain data, so that the outbox can store it. */
export type TaskCommand =
  | Addition
  | { kind: 'create'; input: NewTask }
  | ({ kind: 'update'; id: string; patch: Patch; ifVersion?: number | undefined } & SuccessorEffects)
  | { kind: 'delete'; id: string }
  | { kind: 'restore'; task: Task }
  | ({ kind: 'bulk-update'; ids: string[]; patches: Patch[] } & SuccessorEffects)
  | { kind: 'bulk-delete'; ids: string[] }

/** All that the outbox sends. */
export type Command = TaskCommand | CommentCommand

/** The most tasks that one bulk command may contain. */
export const MAX_IN_BULK = 100

/** The ids of all tasks that a command changes, or whose comments: the successors of those that it names as well. */
export function idsOf(command: Command): string[] {
  const isUpdate = command.kind === 'update' || command.kind === 'bulk-update'
  return isUpdate ? [...namedIdsOf(command), ...successorIdsOf(command)] : namedIdsOf(command)
}

/** The ids of the tasks that a command names. */
export function namedIdsOf(command: Command): string[] {
  if (isCommentCommand(command)) return [command.taskId]
  switch (command.kind) {
    case 'create':
      return [command.input.id]
    case 'restore':
      return [command.task.id]
    case 'bulk-update':
    case 'bulk-delete':
      return command.ids
    default:
      return [command.id]
  }
}

/** The changes that a command is expected to make. They show until the server responds. */
export function optimisticChanges(
  command: Command,
  find: (id: string) => Task | undefined,
  now = new Date().toISOString(),
): TaskChange[] {
  if (isCommentCommand(command)) return []
  const changed = (id: string, patch: Patch, effects: SuccessorEffects): TaskChange[] => {
    const task = find(id)
    if (!task) return []
    const successorId = successorAfter(id, effects, task)
    return [{ type: 'upsert', task: { ...patched(task, withoutLeftovers(patch), now), successorId } }]
  }
  switch (command.kind) {
    case 'add':
      return [{ type: 'upsert', task: newTask({ id: command.id, ...command.draft }, now) }]
    case 'create':
      return [{ type: 'upsert', task: newTask(command.input, now) }]
    case 'update':
      return [...changed(command.id, command.patch, command), ...expectedSuccessors(command, find, now)]
    case 'delete':
      return [{ type: 'delete', id: command.id }]
    case 'restore':
      return [{ type: 'upsert', task: command.task }]
    case 'bulk-update':
      return [
        ...command.ids.flatMap((id, i) => changed(id, command.patches[i] ?? {}, command)),
        ...expectedSuccessors(command, find, now),
      ]
    case 'bulk-delete':
      return command.ids.map((id) => ({ type: 'delete', id }))
  }
}

/** The line of an addition as it was typed, with the parts of it that are to stay words. */
export function typedLine({ input: { text, keep }, day, projectId }: Addition): Draft {
  return { text, keep, day, projectId }
}

/** The current values of the fields that a patch changes. */
export function previousValues(task: Task, patch: Patch): Patch {
  const { dueAt: _, dueOn: __, ...others } = withoutLeftovers(patch)
  const previous = Object.fromEntries(Object.keys(others).map((field) => [field, task[field as keyof Patch]]))
  return dueAfter(patch) ? { ...previous, ...dueOf(task) } : previous
}

/** A due date takes the reminder and the rule along: the server refuses them without it. */
export function withoutLeftovers(patch: Patch): Patch {
  return dueAfter(patch)?.dueAt === null ? { ...patch, reminder: null, recurrence: null } : patch
}

function patched(task: Task, patch: Patch, now: string): Task {
  const status = patch.status ?? task.status
  const completedAt = status !== 'done' ? null : task.status === 'done' ? task.completedAt : now
  // The version stays the same, so that any later state from the server counts as newer.
  return { ...task, ...patch, ...dueAfter(patch), completedAt, updatedAt: now }
}

function newTask({ id, ...fields }: NewTask, now: string): Task {
  return {
    ...NEW_TASK,
    ...fields,
    ...dueAfter(fields),
    id,
    completedAt: null,
    version: 0,
    createdAt: now,
    updatedAt: now,
  }
}
