import type { Task } from '../api/trpc.ts'
import type { TaskChange } from '../sync/lists/task-list.ts'
import type { Position, Store } from './store.ts'

interface Loaded {
  tasks: Map<string, Task>
  at: Position | undefined
}

/** The tasks of the copy in memory, once they are asked for: reading 10,000 rows again for each list would be felt. */
export function createMemory(store: Pick<Store, 'position' | 'all'>) {
  let loaded: Loaded | undefined
  let reading: Promise<Loaded> | undefined

  const isAt = (position: Position | undefined) =>
    loaded !== undefined && position?.revision === loaded.at?.revision && position?.epoch === loaded.at?.epoch

  async function load(): Promise<Loaded> {
    for (;;) {
      const at = await store.position()
      // Another page of the browser may have written since, also while all tasks were read.
      if (loaded && isAt(at)) return { ...loaded, at }
      const tasks = await store.all()
      loaded = { tasks: new Map(tasks.map((task) => [task.id, task])), at }
    }
  }

  return {
    read: async () => {
      reading ??= load().finally(() => {
        reading = undefined
      })
      const { tasks, at } = await reading
      return { tasks: [...tasks.values()], isComplete: at?.isComplete ?? false }
    },
    /** Applies what was written to the copy, if the tasks are in memory as they were before that. */
    apply: (changes: readonly TaskChange[], from: Position | undefined, to: Position): void => {
      if (!loaded || !isAt(from)) return
      for (const change of changes) {
        if (change.type === 'upsert') loaded.tasks.set(change.task.id, change.task)
        else loaded.tasks.delete(change.id)
      }
      loaded.at = to
    },
  }
}
