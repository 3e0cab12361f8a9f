import type { Task } from '../../api/trpc.ts'
import type { TaskChange } from '../lists/task-list.ts'
import type { Pending } from '../outbox.ts'
import { type Command, idsOf, optimisticChanges } from './command.ts'

/** The server's state of a task with its pending commands applied. */
export function optimisticTask(
  fromServer: (id: string) => Task | undefined,
  pending: readonly Pending[],
  id: string,
): Task | undefined {
  let shown = fromServer(id)
  for (const [i, { command }] of pending.entries()) {
    if (!idsOf(command).includes(id)) continue
    // A successor is made of the task before it, as that is shown then.
    const before = predecessorOf(id, command)
    const find = (one: string) => {
      if (one === id) return shown
      return one === before ? optimisticTask(fromServer, pending.slice(0, i), one) : undefined
    }
    shown = afterChanges(shown, optimisticChanges(command, find), id)
  }
  return shown
}

function afterChanges(shown: Task | undefined, changes: readonly TaskChange[], id: string): Task | undefined {
  let task = shown
  for (const change of changes) {
    if (change.type === 'delete') task = change.id === id ? undefined : task
    else if (change.task.id === id && change.task.version >= (task?.version ?? 0)) task = change.task
  }
  return task
}

function predecessorOf(id: string, command: Command): string | undefined {
  return 'successors' in command ? command.successors?.find((one) => one.id === id)?.of : undefined
}
