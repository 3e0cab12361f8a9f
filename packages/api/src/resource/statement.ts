import type { MaxPlaces, Statement } from '@tandem/db/types'
import { column, parentExists, type ResourceTable, selection } from './table.ts'

/**
 * The one place that knows the two forms of a statement about a row. Scalar: one row, its values as they are. List: as
 * many rows as its lists have elements; every answer names the `_place` of its row. The functions below write both from the
 * same parts, so no statement can forget its place.
 */

/** The longest list that a statement is given. */
const MAX_PLACES: MaxPlaces = 100

/**
 * Always true of a place. Its low estimated selectivity makes the planner expect a single row, and so keep a plan that goes
 * by index, however long the lists are and however empty the table was when the plan was made.
 */
const PLACED = `_place BETWEEN 1 AND ${MAX_PLACES}`

interface Parameter {
  column: string
  type: string
}

/** JSON is sent as its text: a driver would take an array for a list of PostgreSQL, and a string for JSON that is written already. */
const isJson = (type: string) => type === 'jsonb'

/** The values of one row, `$1` the first of them. */
function scalarValues(parameters: readonly Parameter[]): string[] {
  return parameters.map(({ type }, i) => `$${i + 1}::${isJson(type) ? `text::${type}` : type}`)
}

/** Lists of values, one element for each row. A list of lists must be rectangular, so a value that is a list goes as text. */
function listOfRows(parameters: readonly Parameter[]): { from: string; values: string[] } {
  const isText = (type: string) => type.endsWith('[]') || isJson(type)
  const lists = parameters.map(({ type }, i) => `$${i + 1}::${isText(type) ? 'text' : type}[]`)
  const names = parameters.map((_, i) => `v${i + 1}`)
  return {
    from: `unnest(${lists.join(', ')}) WITH ORDINALITY AS given (${names.join(', ')}, _place)`,
    values: parameters.map(({ type }, i) => (isText(type) ? `given.v${i + 1}::${type}` : `given.v${i + 1}`)),
  }
}

function parametersOf(table: ResourceTable, fields: readonly string[]): Parameter[] {
  return fields.map((field) => {
    const { name, type } = column(table, field)
    return { column: name, type }
  })
}

/** `user_id = … AND id = …`, and that the parent is there. The values of the key come first. */
function keyIs(table: ResourceTable, values: readonly string[]): string {
  const key = table.key.map((field, i) => `${table.name}.${column(table, field).name} = ${values[i]}`)
  const parent = parentExists(table, values[0] ?? '', values[1] ?? '')
  return [...key, ...(parent ? [parent] : [])].join(' AND ')
}

const types = (parameters: readonly Parameter[]) =>
  parameters.map(({ type }) => (isJson(type) ? 'text' : type))

interface ReadByKey {
  name: string
  table: string
  key: readonly Parameter[]
  select: string
  /** The condition on a row, in the values of its key. Default: the columns of the key have them. */
  where?: (values: readonly string[]) => string
}

/** Reads a row of any table by a unique key. */
export function readByKey<Row extends object>({
  name,
  table,
  key,
  select,
  where = (values) => key.map(({ column }, i) => `${column} = ${values[i]}`).join(' AND '),
}: ReadByKey): Statement<Row> {
  const { from, values } = listOfRows(key)
  return {
    name,
    text: `SELECT ${select} FROM ${table} WHERE ${where(scalarValues(key))}`,
    many: {
      name: `${name}.many`,
      text: `SELECT _place::int AS _place, ${select} FROM ${from}, ${table} WHERE ${where(values)} AND ${PLACED}`,
      types: types(key),
    },
  }
}

/** Reads a row by its key. */
export function selectRow<Row extends object>(table: ResourceTable): Statement<Row> {
  return readByKey({
    name: `${table.name}.get`,
    table: table.name,
    key: parametersOf(table, table.key),
    select: selection(table),
    where: (values) => keyIs(table, values),
  })
}

/** Reads a row by its key, and keeps it from others until the transaction ends. It has no list form: transactions send each statement alone. */
export function lockRow<Row extends object>(table: ResourceTable): Statement<Row> {
  const { text } = selectRow(table)
  return { name: `${table.name}.lock`, text: `${text} FOR UPDATE OF ${table.name}` }
}

/** The texts of a statement that changes a row and answers it. */
export function answering(write: string, select: string): Pick<Statement, 'text' | 'onShard'> {
  return {
    text: `${write} RETURNING ${select}`,
    onShard: `WITH written AS (${write} RETURNING *) SELECT ${select} FROM written`,
  }
}

/** Inserts a row: its key, then what can be set. Answers no row where the parent is not there. */
export function insertRow<Row extends object>(table: ResourceTable): Statement<Row> {
  const fields = [...table.key, ...table.settable]
  const parameters = parametersOf(table, fields)
  const into = `INSERT INTO ${table.name} (${parameters.map(({ column }) => column).join(', ')})`
  const { from, values } = listOfRows(parameters)
  const scalar = scalarValues(parameters)
  const where = (owner = '', parentId = '') => {
    const parent = parentExists(table, owner, parentId)
    return parent ? ` WHERE ${parent}` : ''
  }
  const id = table.key.indexOf('id')
  const name = `${table.name}.create`
  return {
    name,
    text: `${into} SELECT ${scalar.join(', ')}${where(...scalar)} RETURNING ${selection(table)}`,
    many: {
      name: `${name}.many`,
      // An INSERT cannot answer the place of what it was given, but no two rows of one statement have the same id.
      text: `${into} SELECT ${values.join(', ')} FROM ${from}${where(...values)} RETURNING array_position($${id + 1}::uuid[], id) AS _place, ${selection(table)}`,
      types: types(parameters),
      rowKey: id,
    },
  }
}

/** The most fields of which every combination has a statement with a name: 2^8 of them. Of more fields, every pair has one. */
const MAX_COMBINED = 7

/** Whether the statement that writes these fields is one of a small fixed set, which may be kept and prepared. */
export function isCommonUpdate({ settable }: ResourceTable, fields: readonly string[]): boolean {
  return settable.length <= MAX_COMBINED || fields.length <= 2 || fields.length === settable.length
}

/** Changes some fields of a row, if its version is one of those given last, and its table's guard lets it. Without fields it reads the row. */
export function updateRow<Row extends object>(
  table: ResourceTable,
  fields: readonly string[],
  hasVersion: boolean,
): Statement<Row> {
  const versions = hasVersion ? [{ column: 'version', type: 'int[]' }] : []
  const parameters = [...parametersOf(table, [...table.key, ...fields]), ...versions]
  const at = table.key.length
  const set = (values: readonly string[]) =>
    fields.map((_, i) => `${parameters[at + i]?.column} = ${values[at + i]}`).join(', ')
  const { guard } = table
  const guarded = guard ? fields.indexOf(guard.field) : -1
  const where = (values: readonly string[]) => {
    const conditions = [keyIs(table, values)]
    if (hasVersion) conditions.push(`${table.name}.version = ANY(${values.at(-1)})`)
    if (guard && guarded !== -1) conditions.push(guard.condition(values[at + guarded] ?? ''))
    return conditions.join(' AND ')
  }
  const scalar = scalarValues(parameters)
  const { from, values } = listOfRows(parameters)
  const select = selection(table)
  const answer = `_place::int AS _place, ${select}`
  const isRead = fields.length === 0
  const places = fields.map((field) => table.settable.indexOf(field)).join('-')
  const name = isCommonUpdate(table, fields)
    ? `${table.name}.write.${places}${hasVersion ? '.v' : ''}`
    : undefined
  return {
    name: name ?? '',
    ...(isRead
      ? { text: `SELECT ${select} FROM ${table.name} WHERE ${where(scalar)}` }
      : answering(`UPDATE ${table.name} SET ${set(scalar)} WHERE ${where(scalar)}`, select)),
    many: {
      name: name === undefined ? '' : `${name}.many`,
      text: isRead
        ? `SELECT ${answer} FROM ${from}, ${table.name} WHERE ${where(values)} AND ${PLACED}`
        : `UPDATE ${table.name} SET ${set(values)} FROM ${from} WHERE ${where(values)} AND ${PLACED} RETURNING ${answer}`,
      types: types(parameters),
      rowKey: table.key.indexOf('id'),
    },
  }
}

/** Deletes a row, if its version is one of those given last. Answers its id. */
export function deleteRow(table: ResourceTable, hasVersion: boolean): Statement<{ id: string }> {
  const parameters = parametersOf(table, table.key)
  const version = hasVersion ? ` AND version = ANY($${parameters.length + 1}::int[])` : ''
  return {
    name: `${table.name}.delete${hasVersion ? '.v' : ''}`,
    text: `DELETE FROM ${table.name} WHERE ${keyIs(table, scalarValues(parameters))}${version} RETURNING id`,
  }
}

/** Collects the values of a statement, and gives each its parameter in the text. */
export class Values {
  readonly all: unknown[] = []

  constructor(private readonly table: ResourceTable) {}

  /** A value of a type of the database. */
  as(type: string, value: unknown): string {
    this.all.push(value)
    return `$${this.all.length}::${type}`
  }

  /** A value of a field's own type. */
  of(field: string, value: unknown): string {
    return this.as(column(this.table, field).type, sent(value))
  }

  /** A list of values, each of a field's own type. */
  anyOf(field: string, values: readonly unknown[]): string {
    return this.as(`${column(this.table, field).type}[]`, values.map(sent))
  }
}

/** A value in the form in which it is sent, over the driver and over Prisma. */
function sent(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value
}

/** The value of a field that is written. JSON's own null stands only where there is no other. */
export function written(table: ResourceTable, field: string, value: unknown): unknown {
  const { type, isNullable } = column(table, field)
  if (isJson(type)) return value === null && isNullable ? null : JSON.stringify(value)
  return sent(value)
}
