import type { ResourceWords } from '../english/resource-page.ts'
import { type Field, isComputed } from './fields.ts'

// biome-ignore lint/suspicious/noExplicitAny: fields of all types of values
export type AnyFields = Readonly<Record<string, Field<any>>>

type ValueOf<F> = F extends Field<infer Value> ? Value : never
/** What a user sets. */
type Settable<Fields> = {
  [Name in keyof Fields as Fields[Name] extends { isComputed: true } ? never : Name]: ValueOf<Fields[Name]>
}

/** What every row has beside its fields. */
export interface RowBase {
  id: string
  version: number
  createdAt: string
  updatedAt: string
}

/** A row as the list answers it. */
export type RowOf<Fields> = RowBase & { [Name in keyof Fields]: ValueOf<Fields[Name]> }

/** The values that a list is filtered by, named as its parameters. */
type Filters<Fields, Filter extends keyof Fields, Range extends keyof Fields> = {
  [Name in Filter]?: NonNullable<ValueOf<Fields[Name]>>
} & {
  [Name in Range & string as `${Name}Min` | `${Name}Max`]?: NonNullable<ValueOf<Fields[Name]>>
}

/** The input of a list, beside what says whose it is. Only what its kind of pages takes is given. */
export type ListInput<Fields, Filter extends keyof Fields, Range extends keyof Fields> = Filters<
  Fields,
  Filter,
  Range
> & { q?: string; sort?: string; limit?: number; cursor?: string; offset?: number }

export interface RowPage<Row> {
  data: Row[]
  page?: { hasMore: boolean; offset?: number | null; nextCursor?: string | null }
}

/** The row that is written, as it was when the user saw it. */
export interface RowKey {
  id: string
  ifVersion?: number
}

/** Sent with a write, so that one which is repeated takes effect once. */
export interface WriteOptions {
  context: { idempotencyKey: string }
}

/** What the page of a resource is made from. A call that is not given is one that users of the page do not have. */
export interface Definition<
  Fields extends AnyFields = AnyFields,
  Filter extends keyof Fields & string = keyof Fields & string,
  Range extends keyof Fields & string = keyof Fields & string,
> {
  /** The router's key, for drafts and cached answers: `note`. */
  name: string
  words: ResourceWords<keyof Fields & string>
  fields: Fields
  /** The field that a row is called by. Without one, it is called by when it was made. */
  label?: keyof Fields & string
  filters?: readonly Filter[]
  /** Fields that are filtered by a least and a greatest value. */
  ranges?: readonly Range[]
  sorts?: readonly (keyof Fields & string)[]
  hasSearch?: boolean
  pages: 'cursor' | 'offset' | 'none'
  /** The row that all rows of the page are below. */
  parent?: Parent
  /** Only administrators may read, or write. */
  access?: { read?: 'admin'; write?: 'admin' }
  list(input: ListInput<Fields, Filter, Range>, signal: AbortSignal): Promise<RowPage<RowOf<Fields>>>
  /** One row as it is now, which may be on no loaded page of the list. */
  get?(id: string, signal?: AbortSignal): Promise<RowOf<Fields>>
  create?(values: Settable<Fields>, options: WriteOptions): Promise<RowOf<Fields>>
  /** Only the fields that were changed, or with `replaces` all of them. */
  update?(key: RowKey, values: Partial<Settable<Fields>>, options: WriteOptions): Promise<RowOf<Fields>>
  replace?(key: RowKey, values: Settable<Fields>, options: WriteOptions): Promise<RowOf<Fields>>
  remove?(key: RowKey, options: WriteOptions): Promise<unknown>
  actions?: Readonly<Record<string, (key: RowKey, options: WriteOptions) => Promise<RowOf<Fields>>>>
}

export interface Parent {
  /** The router's key. */
  name: string
  id: string
  /** Where it is shown. */
  href: string
  /** What it is called. */
  label(signal: AbortSignal): Promise<string>
}

/** A row of whatever resource. */
export type Row = RowBase & Record<string, unknown>

/** The fields that a user sets, by name. */
export function settable(fields: AnyFields): [string, Field<unknown>][] {
  return Object.entries(fields).filter(([, field]) => !isComputed(field))
}
