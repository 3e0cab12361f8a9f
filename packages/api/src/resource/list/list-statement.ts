import type { Statement } from '@tandem/db/types'
import { Values } from '../statement.ts'
import { column, jsonSelection, parentExists, type ResourceTable } from '../table.ts'
import type { PageQuery } from './cursor.ts'
import { afterRow, orderBy, type Position, segments, totalOrder } from './keyset.ts'

/** A condition of a filter. */
export interface Condition {
  text: string
  /** Identifies its text in the name of the statement. Absent where the text varies with the query, as in a search. */
  name?: string
}

/** Whose rows are listed, and under which parent. Of shared rows it is empty. */
export type Scope<Field extends string = string> = Record<Field, string>

/** Columns of the owner's counter that are read in the same statement, so that they are of the same moment as the page. */
export interface Beside {
  select: string
  /** The number of the owner's rows, if the database keeps it. Default: they are counted. */
  total?: (row: object) => number
}

/** The one row that the statement of a list returns, with the columns of {@link Beside}. None where the owner's account is gone. */
export interface Found {
  /** A line of JSON for each row, and one row more than asked for where there are more. */
  rows: string | null
  /** The number of rows that match the filters, where it was counted. */
  matching?: number
  hasParent?: boolean
}

/** One query of a list. */
export interface Asked<Query> {
  scope: Scope
  query: Query
  /** The time for conditions such as "overdue". */
  now: Date
  position: Position | undefined
  hasTotal: boolean
  /** All rows, and not a page of them. */
  isWhole: boolean
}

export interface ListStatement {
  statement: Statement<Found>
  values: readonly unknown[]
  isFiltered: boolean
  /** An index answers it, however many rows there are: it reads those of one page. Others may read all rows. */
  isShort: boolean
}

interface ListOptions<Query> {
  filters: (values: Values, query: Query, now: Date) => Condition[]
  beside: Beside | undefined
}

/** The longest page. */
const MAX_PAGE = 100

/** The longest list that has no pages. */
export const MAX_WHOLE = 1000

/** Makes the statement of a list: its rows, the total and what is read beside them are of the same moment. */
export function listStatement<Query extends PageQuery>(
  table: ResourceTable,
  { filters, beside }: ListOptions<Query>,
  { scope, query, now, position, hasTotal, isWhole }: Asked<Query>,
): ListStatement {
  const values = new Values(table)
  const owner = table.isOwned ? values.as('uuid', scope.userId) : undefined
  const parent = table.parent && values.of(table.parent.field, scope[table.parent.field])
  const conditions = filters(values, query, now)
  const isFiltered = conditions.length > 0
  const all = [
    ...(owner ? [`user_id = ${owner}`] : []),
    ...(table.parent ? [`${column(table, table.parent.field).name} = ${parent}`] : []),
    ...conditions.map(({ text }) => text),
  ]
  const where = all.join(' AND ') || 'true'
  const longest = isWhole ? MAX_WHOLE : MAX_PAGE
  const page = pageOf(table, { values, where, query, position, longest })
  // Where the database keeps the total, only a filtered one is counted.
  const isCounted = hasTotal && (isFiltered || !beside?.total)
  const select = [
    `(SELECT string_agg(row_to_json(_page)::text, E'\\n') FROM (${page}) AS _page) AS rows`,
    ...(isCounted ? [`(SELECT count(*)::int FROM ${table.name} WHERE ${where}) AS matching`] : []),
    ...(owner && parent ? [`${parentExists(table, owner, parent)} AS "hasParent"`] : []),
    ...(beside ? [beside.select] : []),
  ]
  // One row, and on the shard of the owner where the database is sharded.
  const from = owner ? ` FROM revisions WHERE revisions.user_id = ${owner}` : ''
  const text = `SELECT ${select.join(', ')}${from}`
  const name = nameOf(table, { query, position, hasTotal, isWhole }, conditions)
  const isShort = !isFiltered && !isCounted && !isWhole && !query.offset && query.sort.length === 1
  return { statement: { name, text }, values: values.all, isFiltered, isShort }
}

/**
 * A list by one key and with one filter at most has a name: the number of names is fixed, whatever callers ask for. Every
 * other list is planned for each call, with the values at hand.
 */
function nameOf(
  table: ResourceTable,
  { query, position, hasTotal, isWhole }: Omit<Asked<PageQuery>, 'scope' | 'now'>,
  conditions: readonly Condition[],
): string {
  const [key, ...keys] = query.sort
  const [filter = { name: 'all' }, ...filters] = conditions
  const isCommon = keys.length === 0 && filters.length === 0 && !query.offset
  if (!key || !isCommon || filter.name === undefined) return ''
  const after = position && (position.values[key.field] === null ? 'after-null' : 'after')
  const start = after ?? (isWhole ? 'whole' : hasTotal ? 'first-and-total' : 'first')
  return `${table.name}.list.${key.field}.${key.direction}.${start}.${filter.name}`
}

interface Page {
  values: Values
  where: string
  query: PageQuery
  position: Position | undefined
  longest: number
}

function pageOf(table: ResourceTable, { values, where, query, position, longest }: Page): string {
  const keys = totalOrder(query.sort)
  const { length, limit, few } = bounds(values, query, longest)
  const json = jsonSelection(table)
  const parts = segments(table, keys, position).map((segment) => {
    const { conditions, by, after } = segment
    const all = [where, ...conditions, ...(after ? [afterRow(table, values, segment, after)] : [])]
    return `FROM ${table.name} WHERE ${all.join(' AND ')} ORDER BY ${orderBy(table, table.name, by)} LIMIT ${length}`
  })
  if (parts.length === 1) return `SELECT * FROM (SELECT ${json} ${parts[0]}) AS found ${limit}`
  const union = parts
    .map((part, i) => `(SELECT ${i} AS part, few.* FROM (SELECT * ${part}) AS few ${few})`)
    .join(' UNION ALL ')
  return `SELECT ${json} FROM (${union}) AS found ORDER BY part, ${orderBy(table, 'found', keys)} ${limit}`
}

/**
 * The longest page is in the text, which makes the planner expect few rows, and the caller's `limit` is a value: one plan
 * serves every limit. A page at an offset is planned for each call.
 */
function bounds(values: Values, { offset = 0, limit }: PageQuery, longest: number) {
  // One row more tells whether there are more.
  const rows = values.as('bigint', limit + 1)
  if (offset === 0) return { length: String(longest + 1), limit: `LIMIT ${rows}`, few: `LIMIT ${rows}` }
  const skipped = values.as('bigint', offset)
  return { length: `${rows} + ${skipped}`, limit: `LIMIT ${rows} OFFSET ${skipped}`, few: '' }
}
