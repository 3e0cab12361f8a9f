import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useConnection } from '../../api/connection.ts'
import { type Task, useTRPC } from '../../api/trpc.ts'
import { useObservable } from '../../observable.ts'
import type { TaskFilters } from '../../sync/lists/task-order.ts'
import { useSync, useTaskList } from '../../sync/use-sync.tsx'
import { typosIn } from './rank.ts'

/** The most tasks that are offered. */
const MAX_TASKS = 8

/** The tasks that have all words that were typed and, if there is none, those of this device that have them but for typos. */
export function useFoundTasks(q: string): readonly Task[] {
  const trpc = useTRPC()
  const isOnline = useConnection() === 'online'
  const { data: found, isPlaceholderData } = useQuery(
    trpc.task.list.queryOptions(
      { q, limit: MAX_TASKS, sort: '-updatedAt' },
      { enabled: q !== '' && isOnline, placeholderData: keepPreviousData },
    ),
  )
  const filters = useMemo((): TaskFilters => ({ q, sort: '-updatedAt' }), [q])
  const onDevice = useTaskList(filters, { enabled: q !== '' && !isOnline })
  // Until there is a response, the tasks found for the text before: Enter must not open one that is not meant.
  const exact = isOnline
    ? (found?.data.filter(({ title }) => !isPlaceholderData || hasWords(title, q)) ?? [])
    : onDevice.tasks.slice(0, MAX_TASKS)
  const hasAnswer = isOnline ? found !== undefined && !isPlaceholderData : onDevice.isLoaded
  const similar = useSimilarTasks(q, q !== '' && hasAnswer && exact.length === 0)
  return q === '' ? [] : exact.length > 0 ? exact : similar
}

/** The tasks of this device whose titles are what was typed but for typos, the fewest first. */
function useSimilarTasks(q: string, isWanted: boolean): readonly Task[] {
  const copy = useObservable(useSync().copy)
  const { data = [] } = useQuery({
    queryKey: ['similar', q],
    queryFn: async () => {
      const tasks = (await copy?.all()) ?? []
      return tasks
        .flatMap((task) => {
          const typos = typosIn(q, task.title)
          return typos === undefined ? [] : { task, typos }
        })
        .toSorted((a, b) => a.typos - b.typos || b.task.updatedAt.localeCompare(a.task.updatedAt))
        .slice(0, MAX_TASKS)
        .map(({ task }) => task)
    },
    networkMode: 'always',
    gcTime: 0,
    enabled: isWanted && copy !== undefined,
  })
  return isWanted ? data : []
}

function hasWords(title: string, q: string): boolean {
  const text = title.toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word))
}
