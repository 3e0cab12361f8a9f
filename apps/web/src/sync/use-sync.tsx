import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { type Task, useTRPC, useTRPCClient } from '../api/trpc.ts'
import { useObservable } from '../observable.ts'
import { taskKey } from './cache.ts'
import { foresee, idsOf } from './command.ts'
import type { Pending } from './outbox.ts'
import { createSync, type Sync } from './sync.ts'
import { flatten, type Loaded, type TaskChange, withChanges } from './task-list.ts'
import type { TaskFilters } from './task-order.ts'

const SyncContext = createContext<Sync | undefined>(undefined)

/** Keeps the tasks of a user in step with the server for as long as it is mounted. */
export function SyncProvider({ userId, children }: { userId: string; children: ReactNode }) {
  const queries = useQueryClient()
  const [sync, setSync] = useState<Sync>()
  useEffect(() => {
    const made = createSync(userId, queries)
    setSync(made)
    return () => made.close()
  }, [userId, queries])
  return sync && <SyncContext value={sync}>{children}</SyncContext>
}

export function useSync(): Sync {
  const sync = use(SyncContext)
  if (!sync) throw new Error('useSync is for what is inside of SyncProvider')
  return sync
}

/** The commands that the server has not answered yet. */
export function usePending(): readonly Pending[] {
  return useObservable(useSync().pending)
}

/** One task, with what is pending already done; null where there is no such task, undefined until that is known. */
export function useTask(id: string): Task | null | undefined {
  const client = useTRPCClient()
  const sync = useSync()
  const pending = usePending()
  const { data } = useQuery({
    queryKey: taskKey(id),
    queryFn: ({ signal }) =>
      client.task.get.query({ id }, { signal }).catch((error) => {
        // Its id may be no id at all: it comes from the address.
        if ([404, 422].includes(problemOf(error)?.status ?? 0)) return null
        throw error
      }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const shown = sync.find(id)
  const isPending = pending.some(({ command }) => idsOf(command).includes(id))
  return isPending ? (shown ?? null) : (data ?? shown ?? data)
}

/** Tasks fetched at a time. */
const PAGE = 100

/** A list of tasks, as far as it is loaded, with what is pending already done. */
export function useTaskList(filters: TaskFilters, { enabled = true } = {}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const query = useInfiniteQuery({
    queryKey: trpc.task.list.infiniteQueryKey(filters),
    queryFn: ({ pageParam, signal }) =>
      client.task.list.query(
        { ...filters, limit: PAGE, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.nextCursor ?? undefined,
    // What changes is told: nothing grows old by itself.
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    enabled,
  })
  const loaded = useMemo(() => (query.data ? flatten(query.data.pages) : undefined), [query.data])
  const list = useForeseen(loaded, filters)
  return { ...query, tasks: list?.tasks ?? [], isLoaded: list !== undefined }
}

function useForeseen(loaded: Loaded | undefined, filters: TaskFilters): Loaded | undefined {
  const sync = useSync()
  const pending = usePending()
  const key = JSON.stringify(filters)
  return useMemo(() => {
    if (!loaded || pending.length === 0) return loaded
    const known = new Map(loaded.tasks.map((task) => [task.id, task]))
    const changes: TaskChange[] = []
    for (const { command } of pending) {
      for (const change of foresee(command, (id) => known.get(id) ?? sync.find(id))) {
        changes.push(change)
        if (change.type === 'upsert') known.set(change.task.id, change.task)
      }
    }
    return withChanges(loaded, changes, JSON.parse(key))
  }, [loaded, pending, key, sync])
}
