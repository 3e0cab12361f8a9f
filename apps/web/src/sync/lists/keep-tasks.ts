import { type InfiniteData, replaceEqualDeep } from '@tanstack/react-query'
import type { TaskPage } from './task-list.ts'

type Pages = InfiniteData<TaskPage>

/**
 * Keeps the object of each task that is as it was, wherever in the list it is now, so that its row is not rendered again. React
 * Query itself compares what is at the same place: all after a task that comes or goes would be new. A list in which nothing is new
 * is the one before: while it stands in for the next, React would render for ever.
 */
export function keepTasks(before: unknown, now: unknown): unknown {
  const [old, data] = [before, now] as [Pages | undefined, Pages]
  const known = new Map(old?.pages.flatMap((page) => page.data.map((task) => [task.id, task])))
  const pages = data.pages.map((page, i) => {
    const was = old?.pages[i]
    const tasks = page.data.map((task) => replaceEqualDeep(known.get(task.id), task))
    const place = replaceEqualDeep(was?.page, page.page)
    return was && isSame(was.data, tasks) && was.page === place ? was : { ...page, data: tasks, page: place }
  })
  const pageParams = replaceEqualDeep(old?.pageParams, data.pageParams)
  return old && isSame(old.pages, pages) && old.pageParams === pageParams
    ? old
    : { ...data, pages, pageParams }
}

/** Whether two lists have the same objects. */
function isSame<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((item, i) => item === other[i])
}
