import type { Values } from '../statement.ts'
import { column, type FilterableOf, type GivenOf, type ResourceTable } from '../table.ts'
import type { Condition } from './list-statement.ts'
import { mentions } from './search.ts'

interface FilteredFields<Equal, Between, Search> {
  /** Fields that are compared with a value, or with any of several. */
  equalTo?: readonly Equal[]
  /** Fields with a least and a greatest value, both included: `rankMin` and `rankMax`. */
  between?: readonly Between[]
  /** Texts that `q` is looked for in: all its words must be there, in one of them or another, without regard to case. */
  search?: readonly Search[]
}

/** The most filters, each with each sort, whose statements have names. More would fill the memory of connections. */
const MAX_NAMED = 100

/** What the filters read of a query. */
type FilterQuery<R, Equal extends string, Between extends string, Search extends string> = {
  [F in Equal]?: GivenOf<R, F> | GivenOf<R, F>[] | undefined
} & { [F in Between as `${F}Min` | `${F}Max`]?: GivenOf<R, F> | undefined } & {
  [F in Search as 'q']?: string | undefined
}

/**
 * The filters of a list: `createList(noteTable, { filters: filtersOf(noteTable, { equalTo: ['kind'], between: ['rank'] }) })`.
 */
export function filtersOf<
  R extends ResourceTable,
  const Equal extends FilterableOf<R> = never,
  const Between extends FilterableOf<R> = never,
  const Search extends FilterableOf<R> = never,
>(table: R, { equalTo = [], between = [], search = [] }: FilteredFields<Equal, Between, Search>) {
  const searched = search.map((field) => column(table, field).name)
  // Each of these with each sort would be a statement with a name of its own.
  const isNamed = table.sortable.length * (equalTo.length + 3 * between.length) <= MAX_NAMED
  return (values: Values, query: FilterQuery<R, Equal, Between, Search>): Condition[] => {
    const asked: Record<string, unknown> = query
    const compared = [
      ...equalTo.flatMap((field) => equal(table, values, field, asked[field])),
      ...between.flatMap((field) => range(table, values, field, asked[`${field}Min`], asked[`${field}Max`])),
    ]
    return [
      ...(isNamed ? compared : compared.map(({ text }) => ({ text }))),
      ...(searched.length > 0 && typeof asked.q === 'string' ? mentions(values, searched, asked.q) : []),
    ]
  }
}

function equal(table: ResourceTable, values: Values, field: string, asked: unknown): Condition[] {
  if (asked === undefined) return []
  // One form for one value and several: it is named, so its text must not vary.
  const text = `${column(table, field).name} = ANY(${values.anyOf(field, [asked].flat())})`
  return [{ name: field, text }]
}

function range(table: ResourceTable, values: Values, field: string, min: unknown, max: unknown): Condition[] {
  const { name } = column(table, field)
  const bounds = [
    ...(min === undefined ? [] : [{ name: 'min', text: `${name} >= ${values.of(field, min)}` }]),
    ...(max === undefined ? [] : [{ name: 'max', text: `${name} <= ${values.of(field, max)}` }]),
  ]
  if (bounds.length === 0) return []
  // Both are one condition, so that a list with one range has a name.
  return [
    {
      name: [field, ...bounds.map((bound) => bound.name)].join('-'),
      text: bounds.map(({ text }) => text).join(' AND '),
    },
  ]
}
