import { useSearchParams } from 'wouter'
import type { Definition } from '../definition.ts'
import type { Field } from '../fields.ts'

/** The search, the filters and the order of a list as texts, by the parameters of the list. They are kept in the URL. */
export type ListQuery = Readonly<Record<string, string>>

type Filterable = Pick<Definition, 'fields' | 'filters' | 'ranges' | 'sorts' | 'hasSearch'>

/** What a list is filtered by: the value of a field, or one end of its range. */
export interface Filter {
  /** Of the list: `rank`, `rankMin`. */
  parameter: string
  /** The name of the field. */
  name: string
  field: Field<unknown>
  end?: 'Min' | 'Max'
}

export const DEFAULT_SORT = '-createdAt'
/** What every list can be sorted by, beside fields of its own. */
const SORTS = [DEFAULT_SORT, 'createdAt', '-updatedAt']
const MAX_LENGTH = 200

/** Filters of one value, such as one of a few. */
export function equalFilters({ fields, filters = [] }: Filterable): Filter[] {
  return filters.flatMap((name) => {
    const field = fields[name]
    return field ? [{ parameter: name, name, field }] : []
  })
}

export function rangeFilters({ fields, ranges = [] }: Filterable): Filter[] {
  return ranges.flatMap((name) => {
    const field = fields[name]
    if (!field) return []
    return (['Min', 'Max'] as const).map((end) => ({ parameter: name + end, name, field, end }))
  })
}

export const sortsOf = ({ sorts = [] }: Filterable) => [
  ...SORTS,
  ...sorts.flatMap((name) => [name, `-${name}`]),
]

/** Parses the URL's parameters. What the list does not take is ignored. */
export function readQuery(params: URLSearchParams, definition: Filterable): ListQuery {
  const known = [...equalFilters(definition), ...rangeFilters(definition)]
  const texts = known.map(({ parameter, field }): [string, string] => {
    const typed = (params.get(parameter) ?? '').slice(0, MAX_LENGTH)
    return [parameter, 'value' in field.read(typed) ? typed : '']
  })
  const q = definition.hasSearch ? (params.get('q') ?? '').slice(0, MAX_LENGTH) : ''
  const sort = sortsOf(definition).find((one) => one === params.get('sort')) ?? ''
  return Object.fromEntries([...texts, ['q', q], ['sort', sort]].filter(([, value]) => value !== ''))
}

/** The input of the list that a query stands for. */
export function inputOf(query: ListQuery, definition: Filterable): Record<string, unknown> {
  const filters = [...equalFilters(definition), ...rangeFilters(definition)]
  const values = filters.flatMap(({ parameter, field }) => {
    const reading = field.read(query[parameter] ?? '')
    return query[parameter] !== undefined && 'value' in reading ? [[parameter, reading.value]] : []
  })
  const { q = '', sort = DEFAULT_SORT } = query
  return { ...Object.fromEntries(values), ...(q.trim() !== '' && { q: q.trim() }), sort }
}

/** Whether anything but the order is chosen. */
export const isFiltered = ({ sort: _, ...filters }: ListQuery) => Object.keys(filters).length > 0

/** The query in the URL. A change replaces the history entry. */
export function useListQuery(definition: Filterable) {
  const [params, setParams] = useSearchParams()
  return {
    query: readQuery(params, definition),
    /** An empty text takes a filter away. */
    change: (patch: ListQuery) =>
      setParams(
        (current) => {
          const next = { ...readQuery(current, definition), ...patch }
          return new URLSearchParams(Object.entries(next).filter(([, value]) => value !== ''))
        },
        { replace: true },
      ),
    /** The order stays. */
    clear: () =>
      setParams(
        (current) => {
          const { sort } = readQuery(current, definition)
          return new URLSearchParams(sort === undefined ? {} : { sort })
        },
        { replace: true },
      ),
  }
}
