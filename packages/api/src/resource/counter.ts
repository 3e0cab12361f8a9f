import type { Run } from '@tandem/db/types'
import { readByKey } from './statement.ts'

/** What is counted of a user's tasks. */
export interface Counter {
  revision: number
  /** The revision, and what tells it from the same number in a history that was lost. */
  tag: string
  /** How many tasks there are. */
  tasks: number
}

/** A user's row of {@link COUNTER_COLUMNS}. */
export interface CounterRow {
  revision: number
  tasks: number
  /** Milliseconds since 1970. */
  at: number
}

export const COUNTER_COLUMNS =
  'revision::float8 AS revision, task_count AS tasks, (extract(epoch FROM changed_at) * 1000)::float8 AS at'

export const COUNTER = readByKey<CounterRow>({
  name: 'revisions.get',
  table: 'revisions',
  key: [{ column: 'user_id', type: 'uuid' }],
  select: COUNTER_COLUMNS,
})

/** The counter of a user. An account that is gone has counted nothing. */
export async function readCounter(run: Run, userId: string): Promise<Counter> {
  const [row] = await run(COUNTER, [userId])
  return toCounter(row)
}

export function toCounter(row: CounterRow | undefined): Counter {
  if (!row) return { revision: 0, tag: '0', tasks: 0 }
  const { revision, at, tasks } = row
  return { revision, tag: `${revision}-${at.toString(36)}`, tasks }
}
