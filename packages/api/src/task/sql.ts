import type { Db, Run } from '@tandem/db/types'
import type { TaskRow } from './record.ts'

/**
 * The columns of a task. What is not in the Prisma schema, or new in it, does not compile; that the statements made of
 * them answer what Prisma does is `sql.test.ts`'s to show.
 */
export const COLUMN = {
  id: 'id',
  title: 'title',
  description: 'description',
  status: 'status',
  priority: 'priority',
  tags: 'tags',
  dueAt: 'due_at',
  completedAt: 'completed_at',
  version: 'version',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
} satisfies Record<keyof TaskRow, string>

/** What a value has to be cast to: parameters are text to the driver. */
export const TYPE = {
  id: 'uuid',
  title: 'text',
  description: 'text',
  status: '"TaskStatus"',
  priority: '"TaskPriority"',
  tags: 'text[]',
  dueAt: 'timestamptz',
  completedAt: 'timestamptz',
  version: 'int',
  createdAt: 'timestamptz',
  updatedAt: 'timestamptz',
} satisfies Record<keyof TaskRow, string>

export type Field = keyof typeof COLUMN

/** A task's fields as a select list: instants as PostgreSQL writes them, which costs least, and enums as text. */
export const SELECTION = (Object.keys(COLUMN) as Field[]).map(select).join(', ')

function select(field: Field): string {
  const column = COLUMN[field]
  const isText = TYPE[field] === 'timestamptz' || TYPE[field].startsWith('"')
  return `${isText ? `${column}::text` : column} AS "${field}"`
}

/** The same of rows that go into JSON, which has a form for each type: a task, but for its instants. */
export const JSON_SELECTION = (Object.keys(COLUMN) as Field[])
  .map((field) => `${COLUMN[field]} AS "${field}"`)
  .join(', ')

/** How long the lists may be whose elements a statement takes together. */
export const MOST_PLACES = 100

/**
 * True of every `place` in such lists. It is there for the planner, which takes it for hardly ever true: to a list of any
 * length, and to tables of any size, it makes the plan of a single row, by index. Otherwise it would plan the short list
 * anew every time, and where the tables are still empty keep a plan that reads all of them.
 */
export const PLACED = `place BETWEEN 1 AND ${MOST_PLACES}`

/** Collects the values of a statement, and gives each its place in the text. */
export class Values {
  readonly all: unknown[] = []

  /** A value of a type of the database. */
  as(type: string, value: unknown): string {
    this.all.push(value)
    return `$${this.all.length}::${type}`
  }

  /** A value of a field's own type. */
  of(field: Field, value: unknown): string {
    return this.as(TYPE[field], value instanceof Date ? value.toISOString() : value)
  }

  /** A list of values, each of a field's own type. */
  anyOf(field: Field, values: readonly unknown[]): string {
    return this.as(`${TYPE[field]}[]`, values)
  }
}

/** The rows that a statement is given as lists, one for each value of a row (see {@link Run}). */
interface GivenRows {
  /** To select from: the values under their names, and the `place` of each row. */
  rows: string
  /** The value of each type, in the order of the types. */
  values: string[]
}

/** In a list of lists all would have to be as long: what is a list itself goes as text. */
export function givenRows(types: readonly string[]): GivenRows {
  const lists = types.map((type, i) => `$${i + 1}::${type.endsWith('[]') ? 'text' : type}[]`)
  const names = types.map((_, i) => `v${i + 1}`)
  return {
    rows: `unnest(${lists.join(', ')}) WITH ORDINALITY AS given (${names.join(', ')}, place)`,
    values: types.map((type, i) => (type.endsWith('[]') ? `${names[i]}::${type}` : `${names[i]}`)),
  }
}

/** A value as the only element of its list. */
export function inList(value: unknown): [unknown] {
  if (value instanceof Date) return [value.toISOString()]
  if (!Array.isArray(value)) return [value]
  return [`{${value.map((one) => `"${String(one).replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`]
}

/** Runs statements inside a transaction of Prisma's. */
export function runIn(tx: Db): Run {
  return (sql, values) => tx.$queryRawUnsafe(sql, ...values)
}
