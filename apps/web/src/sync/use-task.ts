import { skipToken, useQuery } from '@tanstack/react-query'
import { problemOf } from '../api/problem.ts'
import { type Task, useTRPCClient } from '../api/trpc.ts'
import { taskKey } from './cache.ts'
import { idsOf } from './commands/command.ts'
import { usePending, useSync } from './use-sync.tsx'

/** A task with its pending commands applied. Null if it does not exist, undefined while loading. */
export function useTask(id: string): Task | null | undefined {
  const client = useTRPCClient()
  const sync = useSync()
  const pending = usePending()
  const { data } = useQuery({
    queryKey: taskKey(id),
    queryFn: ({ signal }) =>
      client.task.get.query({ id }, { signal }).catch((error) => {
        // 422 too, because the id comes from the URL and may be invalid.
        if ([404, 422].includes(problemOf(error)?.status ?? 0)) return null
        throw error
      }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const shown = sync.find(id)
  const isPending = pending.some(({ command }) => idsOf(command).includes(id))
  return isPending ? (shown ?? null) : (data ?? shown ?? data)
}

/** A task that this page has loaded or added itself, without asking the server for it. */
export function useKnownTask(id: string): Task | undefined {
  const sync = useSync()
  usePending()
  useQuery({ queryKey: taskKey(id), queryFn: skipToken })
  return sync.find(id)
}
