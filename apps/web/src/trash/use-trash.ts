import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type Outputs, useTRPC, useTRPCClient } from '../api/trpc.ts'
import { did } from '../english/sync.ts'
import { trash as words } from '../english/trash.ts'
import type { Command } from '../sync/command.ts'
import { usePending, useSync } from '../sync/use-sync.tsx'

export type DeletedTask = Outputs['task']['listDeleted']['data'][number]

const PAGE = 50

/** The same task, deleted once more, is another entry. */
const entry = ({ id, deletedAt }: DeletedTask) => `${id} ${deletedAt}`

/** What was deleted, as far as it is loaded, and the way back. */
export function useTrash() {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const sync = useSync()
  const pending = usePending()
  // Not only what is pending: between the server's answer and the next list, what was restored would be there once more.
  const [restored, setRestored] = useState<ReadonlySet<string>>(new Set())
  const query = useInfiniteQuery({
    queryKey: trpc.task.listDeleted.infiniteQueryKey(),
    queryFn: ({ pageParam, signal }) =>
      client.task.listDeleted.query({ limit: PAGE, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.nextCursor ?? undefined,
    // What another page has deleted meanwhile has not always been told yet.
    refetchOnMount: 'always',
  })
  const tasks = useMemo(() => {
    const waiting = new Set(
      pending.flatMap(({ command }) => (command.kind === 'restore' ? command.task.id : [])),
    )
    return query.data?.pages
      .flatMap(({ data }) => data)
      .filter((task) => !restored.has(entry(task)) && !waiting.has(task.id))
  }, [query.data, restored, pending])
  const restore = (some: readonly DeletedTask[]) => {
    const commands = some.map(({ deletedAt: _, ...task }): Command => ({ kind: 'restore', task }))
    setRestored(new Set([...restored, ...some.map(entry)]))
    sync.run(commands, some.length === 1 ? did.restored : words.restoredMany(some.length))
  }
  return { ...query, tasks, restore }
}
