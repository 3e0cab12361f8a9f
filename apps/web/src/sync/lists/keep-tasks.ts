import { type InfiniteData, replaceEqualDeep } from '@tanstack/react-query'
import type { TaskPage } from './task-list.ts'

/**
 * Keeps the object of each task that is as it was, wherever in the list it is now, so that its row is not rendered again. React
 * Query itself compares what is at the same place: all after a task that comes or goes would be new.
 */
export function keepTasks(before: unknown, now: unknown): unknown {
  const [old, data] = [before, now] as [InfiniteData<TaskPage> | undefined, InfiniteData<TaskPage>]
  const known = new Map(old?.pages.flatMap((page) => page.data.map((task) => [task.id, task])))
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      data: page.data.map((task) => replaceEqualDeep(known.get(task.id), task)),
    })),
  }
}
