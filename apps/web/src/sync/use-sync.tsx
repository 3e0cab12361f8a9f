import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { useConnection } from '../api/connection.ts'
import { useTRPC, useTRPCClient } from '../api/trpc.ts'
import { useCopiedList } from '../device/use-copied-list.ts'
import { useObservable } from '../observable.ts'
import { optimisticChanges } from './commands/command.ts'
import type { Draft } from './drafts.ts'
import { keepTasks } from './lists/keep-tasks.ts'
import { flatten, type LoadedList, type TaskChange, withChanges } from './lists/task-list.ts'
import type { TaskFilters } from './lists/task-order.ts'
import type { Pending } from './outbox.ts'
import { createSync, type Sync } from './sync.ts'

const SyncContext = createContext<Sync | undefined>(undefined)

/** Synchronises the tasks of a user with the server while it is mounted. */
export function SyncProvider({ userId, children }: { userId: string; children: ReactNode }) {
  const queries = useQueryClient()
  const [sync, setSync] = useState<Sync>()
  useEffect(() => {
    const created = createSync(userId, queries)
    setSync(created)
    return () => created.close()
  }, [userId, queries])
  return sync && <SyncContext value={sync}>{children}</SyncContext>
}

export function useSync(): Sync {
  const sync = use(SyncContext)
  if (!sync) throw new Error('useSync must be used inside <SyncProvider>')
  return sync
}

/** The commands without a response yet. */
export function usePending(): readonly Pending[] {
  return useObservable(useSync().pending)
}

/** What was typed under a name and is not saved yet. */
export function useDraft(name: string): Draft | undefined {
  const { drafts } = useSync()
  return useObservable({ get: () => drafts.get(name), subscribe: drafts.subscribe })
}

const PAGE_SIZE = 100

/**
 * The loaded part of a list of tasks, with pending commands applied. The copy on this device stands in for the server: until its
 * answer, and without a connection for all that is not loaded.
 */
export function useTaskList(filters: TaskFilters, { enabled = true } = {}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const query = useInfiniteQuery({
    queryKey: trpc.task.list.infiniteQueryKey(filters),
    queryFn: ({ pageParam, signal }) =>
      client.task.list.query(
        { ...filters, limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.nextCursor ?? undefined,
    // Never stale, because live updates keep it current.
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    structuralSharing: keepTasks,
    enabled,
  })
  const isOnline = useConnection() === 'online'
  const hasAnswer = query.data !== undefined && !query.isPlaceholderData
  const needsCopy = !hasAnswer || (!isOnline && query.hasNextPage)
  const copied = useCopiedList(useSync(), filters, enabled && needsCopy)
  // What was shown before stays until there is an answer.
  const isOfBefore = copied.isPlaceholderData && (isOnline || hasAnswer)
  const isCopied = needsCopy && copied.data !== undefined && !isOfBefore
  const shown = isCopied ? copied : query
  const isUnknown = !isOnline && query.isPlaceholderData && !isCopied && copied.isMissing
  const data = isUnknown ? undefined : shown.data
  const loaded = useMemo(() => data && flatten(data.pages), [data])
  const list = useOptimisticList(loaded, filters)
  const tasks = list?.tasks ?? []
  return {
    ...shown,
    tasks,
    isLoaded: list !== undefined,
    /** How many there are, where the copy knows. */
    total: isCopied ? (shown.hasNextPage ? data?.pages[0]?.page.totalCount : tasks.length) : undefined,
  }
}

function useOptimisticList(loaded: LoadedList | undefined, filters: TaskFilters): LoadedList | undefined {
  const sync = useSync()
  const pending = usePending()
  const key = JSON.stringify(filters)
  return useMemo(() => {
    if (!loaded || pending.length === 0) return loaded
    const known = new Map(loaded.tasks.map((task) => [task.id, task]))
    const changes: TaskChange[] = []
    for (const { command } of pending) {
      for (const change of optimisticChanges(command, (id) => known.get(id) ?? sync.find(id))) {
        changes.push(change)
        if (change.type === 'upsert') known.set(change.task.id, change.task)
      }
    }
    return withChanges(loaded, changes, JSON.parse(key))
  }, [loaded, pending, key, sync])
}
