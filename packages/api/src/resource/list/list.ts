import type { Run } from '@tandem/db/types'
import { invalidInput, notFound } from '../../core/errors.ts'
import { inTurn, type TurnContext } from '../../core/turns.ts'
import type { Signer } from '../../persistence/signer.ts'
import { jsonInstants } from '../instants.ts'
import type { Values } from '../statement.ts'
import type { ResourceTable, RowOf, ScopeOf } from '../table.ts'
import { type CursorQuery, cursorsOf, type OffsetQuery, type PageQuery, type WholeQuery } from './cursor.ts'
import {
  type Beside,
  type Condition,
  type Found,
  listStatement,
  MAX_WHOLE,
  type Scope,
} from './list-statement.ts'
import { WrittenPage } from './written-page.ts'

interface ListOptions<Filters> {
  /** The conditions of a query, in addition to the owner and the parent. `now` is for those that depend on the time. */
  filters?: (values: Values, query: Filters, now: Date) => Condition[]
  beside?: Beside
}

/** A page by offset, with the total, or after a cursor, without. */
export interface BothPage {
  limit: number
  offset: number | null
  totalCount: number | null
  hasMore: boolean
  nextCursor: string | null
}

/** A page of a list that has offsets only. */
export interface OffsetPage {
  limit: number
  offset: number
  totalCount: number
  hasMore: boolean
}

/** A page of a list that has cursors only. */
export interface CursorPage {
  limit: number
  hasMore: boolean
  nextCursor: string | null
}

export interface Listed<Row, Page> {
  page: WrittenPage<Row, Page>
  /** The row that the statement returned, with the columns of {@link Beside}. */
  beside: object | undefined
}

/** What a list needs of a procedure's context. */
export interface ListContext extends TurnContext {
  run: Run
  cursorSigner: Signer
}

/** Lists a page. @throws NOT_FOUND where the parent is not there; UNPROCESSABLE_CONTENT for a cursor of another query */
export type ListRows<Query, Row, Page, Field extends string = 'userId'> = (
  ctx: ListContext,
  scope: Scope<Field>,
  query: Query,
  now: Date,
) => Promise<Listed<Row, Page>>

/** Creates a function that lists the rows of a resource by offset or after a cursor. */
export function createList<R extends ResourceTable, Filters extends object>(
  table: R,
  options: ListOptions<Filters> = {},
): ListRows<PageQuery & Filters, RowOf<R>, BothPage, ScopeOf<R>> {
  const read = reader<PageQuery & Filters>(table, options)
  return async (ctx, scope, query, now) => {
    const offset = query.cursor === undefined ? (query.offset ?? 0) : null
    const { found, total, rows, limit, hasMore, nextCursor } = await read(ctx, scope, query, now, {
      hasTotal: offset !== null,
    })
    const totalCount = offset === null ? null : total
    return {
      page: new WrittenPage(rows, { limit, offset, totalCount, hasMore, nextCursor: nextCursor() }),
      beside: found,
    }
  }
}

/** Creates a function that lists the rows of a resource by offset only. */
export function createOffsetList<R extends ResourceTable, Filters extends object>(
  table: R,
  options: ListOptions<Filters> = {},
): ListRows<OffsetQuery & Filters, RowOf<R>, OffsetPage, ScopeOf<R>> {
  const read = reader<OffsetQuery & Filters>(table, options)
  return async (ctx, scope, query, now) => {
    const { offset = 0 } = query
    const { found, total, rows, limit, hasMore } = await read(ctx, scope, query, now, { hasTotal: true })
    return { page: new WrittenPage(rows, { limit, offset, totalCount: total, hasMore }), beside: found }
  }
}

/** Creates a function that lists the rows of a resource after cursors only, without a count. */
export function createCursorList<R extends ResourceTable, Filters extends object>(
  table: R,
  options: ListOptions<Filters> = {},
): ListRows<CursorQuery & Filters, RowOf<R>, CursorPage, ScopeOf<R>> {
  const read = reader<CursorQuery & Filters>(table, options)
  return async (ctx, scope, query, now) => {
    const { found, rows, limit, hasMore, nextCursor } = await read(ctx, scope, query, now)
    return { page: new WrittenPage(rows, { limit, hasMore, nextCursor: nextCursor() }), beside: found }
  }
}

/**
 * Creates a function that lists all rows of a resource at once. @throws UNPROCESSABLE_CONTENT where there are more than
 * {@link MAX_WHOLE}
 */
export function createWholeList<R extends ResourceTable, Filters extends object>(
  table: R,
  options: ListOptions<Filters> = {},
): ListRows<WholeQuery & Filters, RowOf<R>, undefined, ScopeOf<R>> {
  const read = reader<PageQuery & Filters>(table, options)
  return async (ctx, scope, query, now) => {
    const asked = { ...query, limit: MAX_WHOLE }
    const { found, rows, hasMore } = await read(ctx, scope, asked, now, { isWhole: true })
    if (hasMore) throw invalidInput([], `more than ${MAX_WHOLE} rows match: narrow them down with filters`)
    return { page: new WrittenPage(rows, undefined), beside: found }
  }
}

/** @throws NOT_FOUND where rows are nested and the parent is not there, or the account of its owner is gone */
function demandParent({ parent }: ResourceTable, found: Found | undefined): void {
  if (parent && (!found || found.hasParent === false)) throw notFound(parent.of.one)
}

interface ReadOptions {
  hasTotal?: boolean
  isWhole?: boolean
}

function reader<Query extends PageQuery>(
  table: ResourceTable,
  { filters = () => [], beside }: ListOptions<Query>,
) {
  const toIso = jsonInstants(table)
  const cursors = cursorsOf(table)

  return async (
    ctx: ListContext,
    scope: Scope,
    query: Query,
    now: Date,
    { hasTotal = false, isWhole = false }: ReadOptions = {},
  ) => {
    const { run, cursorSigner } = ctx
    const { cursor, limit } = query
    const listing = { scope, query }
    const position = cursor === undefined ? undefined : cursors.decode(cursorSigner, cursor, listing)
    const asked = { scope, query, now, position, hasTotal, isWhole }
    const { statement, values, isFiltered, isShort } = listStatement(table, { filters, beside }, asked)
    const [found] = await inTurn(ctx, isShort ? 'pages' : 'scans', () => run<Found>(statement, values))
    demandParent(table, found)
    const rows = found?.rows ? toIso(found.rows).split('\n') : []
    const hasMore = rows.length > limit
    if (hasMore) rows.length = limit
    const kept = isFiltered || !found ? undefined : beside?.total?.(found)
    const nextCursor = () =>
      hasMore ? cursors.encode(cursorSigner, JSON.parse(rows.at(-1) ?? ''), listing) : null
    return { found, total: kept ?? found?.matching ?? 0, rows, limit, hasMore, nextCursor }
  }
}
