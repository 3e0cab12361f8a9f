import type { Run } from '@tandem/db/types'
import DataLoader from 'dataloader'
import type { TaskRow } from './record.ts'
import { MOST_PLACES, PLACED, SELECTION } from './sql.ts'
import type { TaskKey } from './store.ts'

/** What is counted of a user's tasks. */
export interface Counter {
  revision: number
  /** The revision, and what it takes to tell it from the same number of a history that was lost. */
  tag: string
  /** How many tasks there are. */
  tasks: number
}

/** Reads by primary key. Whatever is asked for in one turn of the event loop, by whomever, is one statement. */
export interface TaskReads {
  /** Undefined where the user has no such task. */
  task(key: TaskKey): Promise<TaskRow | undefined>
  counter(userId: string): Promise<Counter>
}

/** The place of a key among those asked for, and so whose a row is: each key is joined as a whole. */
interface Placed {
  place: number
}

/** A user's row of {@link COUNTER_COLUMNS}; without a change yet there is none. */
export interface CounterRow {
  revision: number
  tasks: number
  /** Milliseconds since 1970. */
  at: number
}

export const COUNTER_COLUMNS =
  'revision::float8 AS revision, task_count AS tasks, (extract(epoch FROM changed_at) * 1000)::float8 AS at'

export function toCounter(row: CounterRow | undefined): Counter {
  if (!row) return { revision: 0, tag: '0', tasks: 0 }
  const { revision, at, tasks } = row
  return { revision, tag: `${revision}-${at.toString(36)}`, tasks }
}

const TASKS = `
  SELECT place::int AS place, ${SELECTION}
  FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (user_id, id, place)
  JOIN tasks USING (user_id, id) WHERE ${PLACED}`

const COUNTERS = `
  SELECT place::int AS place, ${COUNTER_COLUMNS}
  FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (user_id, place)
  JOIN revisions USING (user_id) WHERE ${PLACED}`

/** A statement sees what was committed before it began, which is after each of its keys was asked for. */
export function createTaskReads(run: Run): TaskReads {
  const tasks = together(async (keys: readonly TaskKey[]) => {
    const [users, ids] = [keys.map(({ userId }) => userId), keys.map(({ id }) => id)]
    return inPlace(keys, await run<Placed & TaskRow>(TASKS, [users, ids]))
  })
  const counters = together(async (users: readonly string[]) =>
    inPlace(users, await run<Placed & CounterRow>(COUNTERS, [users])),
  )
  return {
    task: (key) => tasks.load(key),
    counter: async (userId) => toCounter(await counters.load(userId)),
  }
}

function together<Key, Value>(read: (keys: readonly Key[]) => Promise<Value[]>) {
  return new DataLoader(read, {
    // Nothing is remembered: the next to ask asks the database.
    cache: false,
    maxBatchSize: MOST_PLACES,
    // When all requests that have arrived have been read.
    batchScheduleFn: (send) => setImmediate(send),
  })
}

/** The rows in the order of their keys, with nothing where there is none. */
function inPlace<Row extends Placed>(keys: readonly unknown[], rows: readonly Row[]): (Row | undefined)[] {
  const found = new Array<Row | undefined>(keys.length).fill(undefined)
  for (const row of rows) found[row.place - 1] = row
  return found
}
