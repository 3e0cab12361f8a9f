import { useMemo } from 'react'
import type { Task, TaskPriority, TaskStatus } from '../api/trpc.ts'
import { did } from '../english/sync.ts'
import { STATUS } from '../english/tasks.ts'
import { type Command, MOST_IN_BULK, type Patch } from '../sync/command.ts'
import { useSync } from '../sync/use-sync.tsx'

/** What can be done to tasks: to one, or to many at once. Each can be undone. */
export function useTaskActions() {
  const sync = useSync()
  return useMemo(() => {
    const change = (tasks: readonly Task[], patchOf: (task: Task) => Patch, one: string, many: string) => {
      const [first, ...rest] = tasks
      if (!first) return
      if (rest.length === 0) {
        sync.run([{ kind: 'update', id: first.id, patch: patchOf(first) }], one)
        return
      }
      const commands: Command[] = chunks(tasks).map((some) => ({
        kind: 'bulk-update',
        ids: some.map(({ id }) => id),
        patches: some.map(patchOf),
      }))
      sync.run(commands, many)
    }
    const setStatus = (tasks: readonly Task[], status: TaskStatus) => {
      const others = tasks.filter((task) => task.status !== status)
      const isDone = status === 'done'
      const one = isDone ? did.completed : did.moved(STATUS[status])
      const many = isDone ? did.manyCompleted(others.length) : did.manyChanged(others.length)
      change(others, () => ({ status }), one, many)
    }
    return {
      setStatus,
      toggle: (task: Task) => setStatus([task], task.status === 'done' ? 'todo' : 'done'),
      setPriority: (tasks: readonly Task[], priority: TaskPriority) =>
        change(tasks, () => ({ priority }), did.edited, did.manyChanged(tasks.length)),
      setDue: (tasks: readonly Task[], dueAt: string | null) =>
        change(tasks, () => ({ dueAt }), did.edited, did.manyChanged(tasks.length)),
      addTag: (tasks: readonly Task[], tag: string) =>
        change(
          tasks,
          (task) => ({ tags: [...new Set([...task.tags, tag])].slice(0, 20) }),
          did.edited,
          did.manyChanged(tasks.length),
        ),
      /** Words are somebody's work: they are saved only over the version that they were made of. */
      edit: (task: Task, patch: Patch) =>
        sync.run(
          [{ kind: 'update', id: task.id, patch, ...(task.version > 0 && { ifVersion: task.version }) }],
          did.edited,
        ),
      remove: (tasks: readonly Task[]) => {
        const [first, ...rest] = tasks
        if (!first) return
        const commands: Command[] =
          rest.length === 0
            ? [{ kind: 'delete', id: first.id }]
            : chunks(tasks).map((some) => ({ kind: 'bulk-delete', ids: some.map(({ id }) => id) }))
        sync.run(commands, rest.length === 0 ? did.deleted : did.manyDeleted(tasks.length))
      },
    }
  }, [sync])
}

export type TaskActions = ReturnType<typeof useTaskActions>

function chunks<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / MOST_IN_BULK)
  return Array.from({ length: count }, (_, i) => items.slice(i * MOST_IN_BULK, (i + 1) * MOST_IN_BULK))
}
