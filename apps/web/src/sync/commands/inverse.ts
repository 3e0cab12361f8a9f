import type { Task } from '../../api/trpc.ts'
import { type Command, idsOf, previousValues } from './command.ts'
import { isCommentCommand } from './comment-command.ts'
import type { SuccessorEffects } from './successors.ts'

/** The commands that undo a command. `find` returns tasks as they were before it. */
export function inverse(command: Command, find: (id: string) => Task | undefined): Command[] {
  if (isCommentCommand(command)) return []
  const restored = (ids: string[]): Command[] =>
    ids.flatMap((id) => {
      const task = find(id)
      return task ? [{ kind: 'restore', task }] : []
    })
  switch (command.kind) {
    case 'add':
    case 'create':
      return idsOf(command).map((id) => ({ kind: 'delete', id }))
    case 'update': {
      const task = find(command.id)
      if (!task) return []
      const effects = inverseEffects(command, [command.id], find)
      return [{ kind: 'update', id: task.id, patch: previousValues(task, command.patch), ...effects }]
    }
    case 'delete':
      return restored([command.id])
    case 'restore':
      return [{ kind: 'delete', id: command.task.id }]
    case 'bulk-update': {
      const known = command.ids.flatMap((id, i) => {
        const task = find(id)
        return task ? [{ id, patch: previousValues(task, command.patches[i] ?? {}) }] : []
      })
      if (known.length === 0) return []
      const [ids, patches] = [known.map(({ id }) => id), known.map(({ patch }) => patch)]
      return [{ kind: 'bulk-update', ids, patches, ...inverseEffects(command, ids, find) }]
    }
    case 'bulk-delete':
      return restored(command.ids)
  }
}

/** The commands that repeat a command once it is undone. `find` returns tasks as they were before it was undone. */
export function repeated(command: Command, find: (id: string) => Task | undefined): Command[] {
  switch (command.kind) {
    case 'add':
    case 'create':
      return idsOf(command).flatMap((id) => inverse({ kind: 'delete', id }, find))
    case 'update': {
      // The version has gone on.
      const { ifVersion: _, ...again } = command
      return [again]
    }
    default:
      return [command]
  }
}

/** The effects of undoing a command. `find` returns tasks as they were before it. */
function inverseEffects(
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
