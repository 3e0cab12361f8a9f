import type { Run } from '@tandem/db/types'
import { accountGone } from '../core/errors.ts'
import { readByKey } from './statement.ts'

/** The counter of a user's tasks. */
export interface Counter {
  revision: number
  /** An entity tag: the revision and its time, since a database restored from a backup counts the same revisions again. */
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

/** Reads the counter of a user. @throws UNAUTHORIZED if the account does not exist: every user has a counter. */
export async function readCounter(run: Run, userId: string): Promise<Counter> {
  const [row] = await run(COUNTER, [userId])
  return toCounter(row)
}

/** @throws UNAUTHORIZED without a row: the account does not exist */
export function toCounter(row: CounterRow | undefined): Counter {
  if (!row) throw accountGone()
  const { revision, at, tasks } = row
  return { revision, tag: `${revision}-${at.toString(36)}`, tasks }
}
