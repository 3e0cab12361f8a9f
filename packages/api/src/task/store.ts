import type { Run } from '@tandem/db/types'
import { callsOf } from '../resource/calls.ts'
import { createStore, type IfVersion, type Key } from '../resource/store.ts'
import { selection } from '../resource/table.ts'
import type { Task } from './schema.ts'
import { taskTable } from './table.ts'

export const taskStore = createStore(taskTable)
export const taskCalls = callsOf(taskStore)

const REOPEN = `UPDATE tasks SET status = 'todo' WHERE user_id = $1::uuid AND id = $2::uuid AND status = 'done'`
const RETURNING = `RETURNING ${selection(taskTable)}`
const REOPEN_ANY = { name: 'tasks.reopen', text: `${REOPEN} ${RETURNING}` }
const REOPEN_IF_VERSION = {
  name: 'tasks.reopen.v',
  text: `${REOPEN} AND version = ANY($3::int[]) ${RETURNING}`,
}

/** Puts a done task back to `todo`; any other is answered as it is. @throws NOT_FOUND, PRECONDITION_FAILED */
export async function reopenTask(run: Run, key: Key, ifVersion: IfVersion): Promise<Task> {
  const [row] =
    ifVersion === undefined
      ? await run(REOPEN_ANY, [key.userId, key.id])
      : await run(REOPEN_IF_VERSION, [key.userId, key.id, [ifVersion].flat()])
  // Writing nothing answers the task, or why it cannot be written.
  return row ? taskStore.record(row) : taskStore.write(run, key, ifVersion, {})
}
