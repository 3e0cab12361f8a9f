import { COUNTER_COLUMNS, type Counter, type CounterRow, toCounter } from '../resource/counter.ts'
import { createList, type ListContext } from '../resource/list/list.ts'
import { taskFilters } from './filters.ts'
import type { ListTasks, TaskPage } from './schema.ts'
import { taskTable } from './table.ts'

const list = createList(taskTable, {
  filters: taskFilters,
  beside: {
    select: COUNTER_COLUMNS,
    total: (row) => counterOf(row).tasks,
  },
})

/** One page of a user's tasks, and the counter as of the same moment. @throws UNAUTHORIZED if the account does not exist */
export async function listTasks(
  ctx: ListContext,
  userId: string,
  query: ListTasks,
  now: Date,
): Promise<{ page: TaskPage; counter: Counter }> {
  const { page, beside } = await list(ctx, { userId }, query, now)
  return { page, counter: counterOf(beside) }
}

/** The counter among what a list answered. */
function counterOf(row: object | undefined): Counter {
  return toCounter(row as CounterRow | undefined)
}
