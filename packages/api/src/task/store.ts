import type { Run } from '@tandem/db/types'
import { callsOf } from '../resource/calls.ts'
import { answering } from '../resource/statement.ts'
import { type Changes, createStore, type IfVersion, type Key, RowGuarded } from '../resource/store.ts'
import { type FieldsOf, selection } from '../resource/table.ts'
import { wholeDueDate } from './due/due-date.ts'
import type { Task } from './schema.ts'
import { taskTable } from './table.ts'

const store = createStore(taskTable)
export const taskStore: typeof store = {
  ...store,
  write: (run, key, ifVersion, fields: Changes<FieldsOf<typeof taskTable>>) =>
    store.write(run, key, ifVersion, wholeDueDate(fields)),
}
export const taskCalls = callsOf(taskStore)

const REOPEN = `UPDATE tasks SET status = 'todo'
  WHERE user_id = $1::uuid AND id = $2::uuid AND status = 'done' AND successor_id IS NULL`
const ANSWER = selection(taskTable)
const REOPEN_ANY = { name: 'tasks.reopen', ...answering(REOPEN, ANSWER) }
const REOPEN_IF_VERSION = {
  name: 'tasks.reopen.v',
  ...answering(`${REOPEN} AND version = ANY($3::int[])`, ANSWER),
}

/** Puts a done task back to `todo`; any other is answered as it is. @throws NOT_FOUND, PRECONDITION_FAILED; RowGuarded for one with a successor */
export async function reopenTask(run: Run, key: Key, ifVersion: IfVersion): Promise<Task> {
  const [row] =
    ifVersion === undefined
      ? await run(REOPEN_ANY, [key.userId, key.id])
      : await run(REOPEN_IF_VERSION, [key.userId, key.id, [ifVersion].flat()])
  // Writing nothing answers the task, or why it cannot be written.
  if (row) return taskStore.record(row)
  const task = await taskStore.write(run, key, ifVersion, {})
  if (task.status === 'done') throw new RowGuarded()
  return task
}
