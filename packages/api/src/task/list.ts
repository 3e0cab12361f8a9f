import { COUNTER_COLUMNS, type Counter, type CounterRow, toCounter } from '../resource/counter.ts'
import { createList, type ListContext } from '../resource/list/list.ts'
import { taskFilters } from './filters.ts'
import type { ListTasks, TaskPage } from './schema.ts'
import { taskTable } from './table.ts'

const list = createList(taskTable, {
  filters: taskFilters,
  beside: {
    select: COUNTER_COLUMNS,
    join: 'LEFT JOIN revisions USING (user_id)',
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

/** The counter among what a list answered: its columns are null where the account is gone. */
function counterOf(row: object | undefined): Counter {
  const counter = row as CounterRow | Record<keyof CounterRow, null> | undefined
  return toCounter(counter && counter.revision !== null ? counter : undefined)
}
