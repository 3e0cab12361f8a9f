import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query'
import type { Task } from '../api/trpc.ts'
import { flatten, repaginate, type TaskChange, type TaskPage, withChanges } from './task-list.ts'
import type { TaskFilters } from './task-order.ts'

type List = InfiniteData<TaskPage>

/** tRPC's keys: the procedure's path, then what it was asked. */
const PATH: readonly unknown[] = ['task', 'list']
const inputOf = ([, asked]: QueryKey) => (asked as { input?: TaskFilters; type?: string } | undefined) ?? {}
const lists = { queryKey: [PATH], predicate: ({ queryKey }: { queryKey: QueryKey }) => isList(queryKey) }
const isList = (queryKey: QueryKey) => isListPath(queryKey[0]) && inputOf(queryKey).type === 'infinite'
const isListPath = (path: unknown) =>
  Array.isArray(path) && path.length === PATH.length && PATH.every((part, i) => path[i] === part)

/** What is counted of tasks and not listed: it is asked for again after a change. */
const COUNTED: readonly string[] = ['stats', 'tags', 'listDeleted', 'list']

/** Milliseconds: a burst of changes is one question. */
const BURST = 250

/** Milliseconds for which a change is remembered: longer than a list is read. */
const REMEMBERED = 30_000

/** What the server has told, kept up to date with what it tells of changes. */
export function createCache(queries: QueryClient) {
  let recent: { at: number; change: TaskChange }[] = []
  let counting: ReturnType<typeof setTimeout> | undefined

  function apply(...changes: readonly TaskChange[]): void {
    if (changes.length === 0) return
    const now = Date.now()
    recent = recent.filter(({ at }) => now - at < REMEMBERED)
    recent.push(...changes.map((change) => ({ at: now, change })))
    for (const [key] of queries.getQueriesData<List>(lists)) applyToList(queries, key, changes)
    for (const change of changes) applyToTask(queries, change)
    clearTimeout(counting)
    counting = setTimeout(() => void countAgain(queries), BURST)
  }

  // A list that was being read while something changed may have come without it.
  const unsubscribe = queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || event.action.manual) return
    const { queryKey } = event.query
    if (!isList(queryKey)) return
    const changes = recent.map(({ change }) => change)
    if (changes.length > 0) applyToList(queries, queryKey, changes)
  })

  const close = () => {
    unsubscribe()
    clearTimeout(counting)
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
  const id = change.type === 'upsert' ? change.task.id : change.id
  queries.setQueryData<Task | null>(taskKey(id), (held) => {
    if (held === undefined) return undefined
    if (change.type === 'delete') return null
    return held && change.task.version < held.version ? held : change.task
  })
}

/** Where one task is kept on its own; null where it is not there. */
export const taskKey = (id: string): QueryKey => [['task', 'get'], { input: { id }, type: 'query' }]

function countAgain(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey: [path, asked] }) =>
      Array.isArray(path) &&
      path[0] === 'task' &&
      COUNTED.includes(path[1]) &&
      // The list itself is kept up to date without a question; the trash is not.
      (path[1] === 'listDeleted' || (asked as { type?: string } | undefined)?.type !== 'infinite'),
  })
}

/** A task as the server has told it last; undefined where no list that is loaded has it. */
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

/** Reads everything that is shown again, first pages only: what happened meanwhile is not known. */
export function readAgain(queries: QueryClient): Promise<void> {
  for (const [key, data] of queries.getQueriesData<List>(lists)) {
    if (data && data.pages.length > 1) {
      const first = { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) }
      queries.setQueryData<List>(key, first)
    }
  }
  return queries.invalidateQueries({ queryKey: [['task']] })
}
