import { hashKey, type InfiniteData, type QueryClient, type QueryKey } from '@tanstack/react-query'
import type { Task } from '../api/trpc.ts'
import { flatten, repaginate, type TaskChange, type TaskPage, withChanges } from './lists/task-list.ts'
import type { TaskFilters } from './lists/task-order.ts'

type List = InfiniteData<TaskPage>

/** tRPC's query keys consist of the path of the procedure and its input. */
const LIST_PATH: readonly unknown[] = ['task', 'list']
const inputOf = ([, options]: QueryKey) =>
  (options as { input?: TaskFilters; type?: string } | undefined) ?? {}
const lists = { queryKey: [LIST_PATH], predicate: ({ queryKey }: { queryKey: QueryKey }) => isList(queryKey) }
const isList = (queryKey: QueryKey) => isListPath(queryKey[0]) && inputOf(queryKey).type === 'infinite'
const isListPath = (path: unknown) =>
  Array.isArray(path) && path.length === LIST_PATH.length && LIST_PATH.every((part, i) => path[i] === part)

/** Queries that cannot be updated by applying a change, and are refetched instead. */
const COUNT_QUERIES: readonly string[] = ['stats', 'tags', 'projects', 'days', 'listDeleted', 'list']

/** How long a burst of changes must pause before counts are refetched, in ms. */
const COUNT_DEBOUNCE_MS = 250

/** How long changes are remembered, in ms. Longer than a request for a list takes. */
const REMEMBER_MS = 30_000

/** Applies changes to the cached queries, and calls `onApplied` then. */
export function createCache(queries: QueryClient, onApplied?: () => void) {
  let recent: { at: number; change: TaskChange }[] = []
  let refetchTimer: ReturnType<typeof setTimeout> | undefined

  function apply(...changes: readonly TaskChange[]): void {
    if (changes.length === 0) return
    const now = Date.now()
    recent = recent.filter(({ at }) => now - at < REMEMBER_MS)
    recent.push(...changes.map((change) => ({ at: now, change })))
    for (const [key] of queries.getQueriesData<List>(lists)) applyToList(queries, key, changes)
    for (const change of changes) applyToTask(queries, change)
    clearTimeout(refetchTimer)
    refetchTimer = setTimeout(() => void refetchCounts(queries), COUNT_DEBOUNCE_MS)
    onApplied?.()
  }

  // A response that was under way during a change may lack it, so recent changes are applied again.
  const unsubscribe = queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || event.action.manual) return
    const { queryKey } = event.query
    const changes = recent.map(({ change }) => change)
    if (isList(queryKey) && changes.length > 0) applyToList(queries, queryKey, changes)
    // A task that the server no longer has stays gone.
    if (event.query.state.data === null) return
    for (const change of changes)
      if (hashKey(taskKey(idOf(change))) === event.query.queryHash) applyToTask(queries, change)
  })

  const close = () => {
    unsubscribe()
    clearTimeout(refetchTimer)
  }
  return { apply, close }
}

function applyToList(queries: QueryClient, key: QueryKey, changes: readonly TaskChange[]): void {
  const data = queries.getQueryData<List>(key)
  if (!data) return
  const before = flatten(data.pages)
  const after = withChanges(before, changes, inputOf(key).input ?? {})
  if (after !== before) queries.setQueryData<List>(key, { ...data, pages: repaginate(data.pages, after) })
}

function applyToTask(queries: QueryClient, change: TaskChange): void {
  queries.setQueryData<Task | null>(taskKey(idOf(change)), (current) => {
    if (current === undefined) return undefined
    if (change.type === 'delete') return null
    return current && change.task.version < current.version ? current : change.task
  })
}

const idOf = (change: TaskChange) => (change.type === 'upsert' ? change.task.id : change.id)

/** The query key of a single task. Its data is null if the task does not exist. */
export const taskKey = (id: string): QueryKey => [['task', 'get'], { input: { id }, type: 'query' }]

function refetchCounts(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey: [path, options] }) =>
      Array.isArray(path) &&
      path[0] === 'task' &&
      COUNT_QUERIES.includes(path[1]) &&
      // Infinite lists are updated in place, except the trash.
      (path[1] === 'listDeleted' || (options as { type?: string } | undefined)?.type !== 'infinite'),
  })
}

/** The newest cached version of a task. Undefined if no loaded query has it. */
export function findTask(queries: QueryClient, id: string): Task | undefined {
  let newest = queries.getQueryData<Task | null>(taskKey(id)) ?? undefined
  for (const [, data] of queries.getQueriesData<List>(lists)) {
    for (const page of data?.pages ?? []) {
      const found = page.data.find((task) => task.id === id)
      if (found && (!newest || found.version > newest.version)) newest = found
    }
  }
  return newest
}

export const refetchProjects = (queries: QueryClient) =>
  queries.invalidateQueries({ queryKey: [['project']] })

/**
 * Refetches all queries of tasks, their comments and files, and projects, and only the first page of lists. For when changes
 * may have been missed.
 */
export async function refetchAll(queries: QueryClient): Promise<void> {
  for (const [key, data] of queries.getQueriesData<List>(lists)) {
    if (data && data.pages.length > 1) {
      const first = { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) }
      queries.setQueryData<List>(key, first)
    }
  }
  await Promise.all(
    ['task', 'comment', 'file', 'project'].map((path) => queries.invalidateQueries({ queryKey: [[path]] })),
  )
}
