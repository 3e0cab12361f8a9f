import { keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import { useObservable } from '../observable.ts'
import { keepTasks } from '../sync/lists/keep-tasks.ts'
import type { TaskFilters } from '../sync/lists/task-order.ts'
import type { Sync } from '../sync/sync.ts'

/** A list like any other for all that applies changes to lists. */
const copiedListKey = (input: TaskFilters): QueryKey => [
  ['task', 'list'],
  { input, type: 'infinite', from: 'device' },
]

/** The loaded part of a list that the copy on this device answers, while it is wanted. */
export function useCopiedList(sync: Sync, filters: TaskFilters, isWanted: boolean) {
  const copy = useObservable(sync.copy)
  const query = useInfiniteQuery({
    queryKey: copiedListKey(filters),
    queryFn: ({ pageParam }) => copy?.list(filters, Number(pageParam)) ?? Promise.reject(),
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.nextCursor ?? undefined,
    networkMode: 'always',
    retry: false,
    structuralSharing: keepTasks,
    // Kept current by the same changes as the lists of the server.
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    enabled: isWanted && copy !== undefined,
  })
  return { ...query, isMissing: copy === undefined || query.isError }
}
