import { useMemo } from 'react'
import type { Due, Patch, Task, TaskPriority, TaskStatus } from '../api/trpc.ts'
import { type Day, startOf } from '../calendar/days/day.ts'
import { dueDay, dueOnDay } from '../calendar/days/due-day.ts'
import { dayName } from '../english/format/time.ts'
import { changeLabel } from '../english/sync.ts'
import { STATUS } from '../english/tasks.ts'
import { arithmetic, useTimeZone } from '../recurrence/use-recurrence.ts'
import { type Command, MAX_IN_BULK } from '../sync/commands/command.ts'
import type { SuccessorEffects } from '../sync/commands/successors.ts'
import { useSync } from '../sync/use-sync.tsx'

/** The actions on one task or on several. Each can be undone. */
export function useTaskActions() {
  const sync = useSync()
  const timeZone = useTimeZone()
  return useMemo(() => {
    const change = (
      tasks: readonly Task[],
      patchOf: (task: Task) => Patch,
      one: string,
      many: string,
      effectsOf?: (tasks: readonly Task[]) => Completion | undefined,
    ) => {
      const [first, ...rest] = tasks
      if (!first) return
      if (rest.length === 0) {
        const { message, ...effects } = effectsOf?.(tasks) ?? {}
        sync.run([{ kind: 'update', id: first.id, patch: patchOf(first), ...effects }], one, message)
        return
      }
      const commands = chunks(tasks).map((some): Command => {
        const { message: _, ...effects } = effectsOf?.(some) ?? {}
        return { kind: 'bulk-update', ids: some.map(({ id }) => id), patches: some.map(patchOf), ...effects }
      })
      sync.run(commands, many)
    }
    const edit = (tasks: readonly Task[], patchOf: (task: Task) => Patch, one: string = changeLabel.edited) =>
      change(tasks, patchOf, one, changeLabel.manyChanged(tasks.length))
    const setStatus = (tasks: readonly Task[], status: TaskStatus) => {
      const others = tasks.filter((task) => task.status !== status)
      const isDone = status === 'done'
      const one = isDone ? changeLabel.completed : changeLabel.moved(STATUS[status])
      const many = isDone ? changeLabel.manyCompleted(others.length) : changeLabel.manyChanged(others.length)
      change(
        others,
        () => ({ status }),
        one,
        many,
        (some) => {
          const clock = { now: new Date(), timeZone }
          return arithmetic.get()?.completion(some, isDone, { find: sync.find, clock })
        },
      )
    }
    return {
      edit,
      setStatus,
      toggle: (task: Task) => setStatus([task], task.status === 'done' ? 'todo' : 'done'),
      setPriority: (tasks: readonly Task[], priority: TaskPriority) => edit(tasks, () => ({ priority })),
      setProject: (tasks: readonly Task[], projectId: string | null) => edit(tasks, () => ({ projectId })),
      setDue: (tasks: readonly Task[], due: Due) =>
        edit(
          tasks,
          () => due,
          'dueAt' in due && tasks[0]?.recurrence ? changeLabel.noLongerRepeats : undefined,
        ),
      /** Moves tasks to days. Those that are due at a time keep their time of day. */
      moveTo: (tasks: readonly Task[], dayFor: (task: Task) => Day) => {
        const moving = tasks.filter((task) => dueDay(task) !== dayFor(task))
        const days = [...new Set(moving.map(dayFor))]
        const where = days.length === 1 && days[0] !== undefined ? dayName(startOf(days[0])) : undefined
        const many =
          where === undefined
            ? changeLabel.manyChanged(moving.length)
            : changeLabel.manyMoved(moving.length, where)
        change(moving, (task) => dueOnDay(task, dayFor(task)), changeLabel.moved(where ?? ''), many)
      },
      remove: (tasks: readonly Task[]) => {
        const [first, ...rest] = tasks
        if (!first) return
        const commands: Command[] =
          rest.length === 0
            ? [{ kind: 'delete', id: first.id }]
            : chunks(tasks).map((some) => ({ kind: 'bulk-delete', ids: some.map(({ id }) => id) }))
        sync.run(commands, rest.length === 0 ? changeLabel.deleted : changeLabel.manyDeleted(tasks.length))
      },
    }
  }, [sync, timeZone])
}

/** What follows from completing or reopening tasks, and what is said of it. */
interface Completion extends SuccessorEffects {
  message?: string | undefined
}

export type TaskActions = ReturnType<typeof useTaskActions>

function chunks<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / MAX_IN_BULK)
  return Array.from({ length: count }, (_, i) => items.slice(i * MAX_IN_BULK, (i + 1) * MAX_IN_BULK))
}
