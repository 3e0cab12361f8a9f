import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type Outputs, useTRPC, useTRPCClient } from '../api/trpc.ts'
import { changeLabel } from '../english/sync.ts'
import { trash as words } from '../english/trash.ts'
import type { Command } from '../sync/commands/command.ts'
import { usePending, useSync } from '../sync/use-sync.tsx'

export type DeletedTask = Outputs['task']['listDeleted']['data'][number]

const PAGE_SIZE = 50

/** Identifies an entry. A task that is deleted again is a new entry. */
const entryKey = ({ id, deletedAt }: DeletedTask) => `${id} ${deletedAt}`

/** The loaded part of the trash, and `restore`. */
export function useTrash() {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const sync = useSync()
  const pending = usePending()
  // Pending commands are not enough: between the response and the next refetch a restored task would show again.
  const [restored, setRestored] = useState<ReadonlySet<string>>(new Set())
  const query = useInfiniteQuery({
    queryKey: trpc.task.listDeleted.infiniteQueryKey(),
    queryFn: ({ pageParam, signal }) =>
      client.task.listDeleted.query(
        { limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.nextCursor ?? undefined,
    // The cached list may lack tasks that another page just deleted.
    refetchOnMount: 'always',
  })
  const tasks = useMemo(() => {
    const waiting = new Set(
      pending.flatMap(({ command }) => (command.kind === 'restore' ? command.task.id : [])),
    )
    return query.data?.pages
      .flatMap(({ data }) => data)
      .filter((task) => !restored.has(entryKey(task)) && !waiting.has(task.id))
  }, [query.data, restored, pending])
  const restore = (some: readonly DeletedTask[]) => {
    const commands = some.map(({ deletedAt: _, ...task }): Command => ({ kind: 'restore', task }))
    setRestored(new Set([...restored, ...some.map(entryKey)]))
    sync.run(commands, some.length === 1 ? changeLabel.restored : words.restoredMany(some.length))
  }
  return { ...query, tasks, restore }
}
