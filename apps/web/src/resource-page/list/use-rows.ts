import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { Definition, Row, RowPage } from '../definition.ts'
import { CHOICE_KEY, LABEL_KEY } from '../related-rows.ts'
import { inputOf, type ListQuery } from './list-query.ts'

const PAGE_SIZE = 50

type Pages = InfiniteData<RowPage<Row>>

/** All lists of a resource, below its parent. */
export const rowsKey = ({ name, parent }: Pick<Definition, 'name' | 'parent'>) => [
  'rows',
  name,
  parent?.id ?? '',
]

/** The loaded part of a list. */
export function useRows(definition: Definition, query: ListQuery) {
  const { pages: kind } = definition
  const input = inputOf(query, definition)
  const found = useInfiniteQuery({
    queryKey: [...rowsKey(definition), input],
    queryFn: ({ pageParam, signal }): Promise<RowPage<Row>> =>
      definition.list({ ...input, ...(kind !== 'none' && { limit: PAGE_SIZE }), ...pageParam }, signal),
    initialPageParam: {},
    getNextPageParam: ({ data, page }) => {
      if (!page?.hasMore) return undefined
      return kind === 'cursor'
        ? { cursor: page.nextCursor ?? '' }
        : { offset: (page.offset ?? 0) + data.length }
    },
    // There is no live update that would keep them current.
    refetchOnMount: 'always',
    refetchOnWindowFocus: true,
    placeholderData: (previous) => previous,
  })
  return { ...found, rows: found.data?.pages.flatMap(({ data }) => data) }
}

/** What follows a write: the row is shown as it is now at once, and the lists are read again. */
export function useRefresh(definition: Definition) {
  const queries = useQueryClient()
  return (row?: Row) => {
    if (row) {
      queries.setQueriesData<Pages>({ queryKey: rowsKey(definition) }, (lists) => replaced(lists, row))
    }
    for (const key of [LABEL_KEY, CHOICE_KEY])
      void queries.invalidateQueries({ queryKey: [key, definition.name] })
    return queries.invalidateQueries({ queryKey: rowsKey(definition) })
  }
}

function replaced(lists: Pages | undefined, row: Row): Pages | undefined {
  if (!lists) return lists
  const pages = lists.pages.map((page) => ({
    ...page,
    data: page.data.map((other) => (other.id === row.id ? row : other)),
  }))
  return { ...lists, pages }
}
