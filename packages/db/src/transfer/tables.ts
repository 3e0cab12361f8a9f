import pg from 'pg'
import { type Table, tables } from '../tables.ts'

/** A table whose rows are in an export. */
export interface MovedTable {
  /** `tasks`, or with a schema of its own `pgboss.job`. */
  name: string
  columns: readonly string[]
  /** The columns that order its rows, so that the same rows are the same bytes on every server. */
  order: readonly { column: string; isText: boolean }[]
}

/** Tables whose rows are not in an export, and why. A test demands that every table is here or among {@link MOVED}. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  sessions: 'everyone signs in again: an export that is lost must not be a way in',
  refresh_tokens: 'they belong to sessions',
  sync_epoch: 'an import begins an epoch of its own',
  _prisma_migrations: 'an import applies the migrations itself',
  'pgboss.version': 'a migration writes it',
  'pgboss.schedule': 'unused: our schedules are in the code',
  'pgboss.subscription': 'unused',
  'pgboss.archive': 'unused: settled jobs are deleted',
}

/** The queue of jobs, whose tables are pg-boss's own. Mails that wait are there. */
const QUEUE: readonly MovedTable[] = [
  {
    name: 'pgboss.queue',
    columns: [
      'name',
      'policy',
      'retry_limit',
      'retry_delay',
      'retry_backoff',
      'expire_seconds',
      'retention_minutes',
      'dead_letter',
      'partition_name',
      'created_on',
      'updated_on',
    ],
    order: [{ column: 'name', isText: true }],
  },
  {
    name: 'pgboss.job',
    columns: [
      'id',
      'name',
      'priority',
      'data',
      'state',
      'retry_limit',
      'retry_count',
      'retry_delay',
      'retry_backoff',
      'start_after',
      'started_on',
      'singleton_key',
      'singleton_on',
      'expire_in',
      'created_on',
      'completed_on',
      'keep_until',
      'output',
      'dead_letter',
      'policy',
    ],
    order: [
      { column: 'name', isText: true },
      { column: 'id', isText: false },
    ],
  },
]

/** All that travels. The tables of the Prisma schema are here by themselves, so a new resource is too. */
export const MOVED: readonly MovedTable[] = [
  ...Object.values<Table>(tables)
    .filter(({ name }) => !(name in LEFT_OUT))
    .map(movedTable),
  ...QUEUE,
]

function movedTable({ name, key, columns }: Table): MovedTable {
  const order = key.flatMap((field) => {
    const found = columns[field]
    return found ? [{ column: found.name, isText: found.type === 'text' }] : []
  })
  // The database computes the others again.
  const stored = Object.values(columns).filter(({ isComputed }) => !isComputed)
  return { name, columns: stored.map((column) => column.name), order }
}

/** A name of {@link MovedTable} as SQL writes it. */
export function quoted(name: string): string {
  return name.split('.').map(pg.escapeIdentifier).join('.')
}
