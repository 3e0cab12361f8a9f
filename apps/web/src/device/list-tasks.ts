import type { Task } from '../api/trpc.ts'
import type { TaskPage } from '../sync/lists/task-list.ts'
import { matches, orderOf, type TaskFilters } from '../sync/lists/task-order.ts'

/** As many as a page of the server has for the app. */
export const PAGE_SIZE = 100

/**
 * One page of the tasks that match, in the server's order. It differs from the server's answer in this: a whole day ends with the
 * day on this device, and titles are in the order of the browser's ICU, which may be another version.
 */
export function listTasks(tasks: readonly Task[], filters: TaskFilters, offset: number): TaskPage {
  const now = Date.now()
  const found = tasks.filter((task) => matches(task, filters, now)).sort(orderOf(filters.sort))
  const data = found.slice(offset, offset + PAGE_SIZE)
  const end = offset + data.length
  const hasMore = end < found.length
  return {
    data,
    page: {
      limit: PAGE_SIZE,
      offset,
      totalCount: found.length,
      hasMore,
      nextCursor: hasMore ? String(end) : null,
    },
  }
}
