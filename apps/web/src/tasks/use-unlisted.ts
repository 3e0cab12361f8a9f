import { useState } from 'react'
import type { Task } from '../api/trpc.ts'
import { usePending, type useTaskList } from '../sync/use-sync.tsx'

/** The id of the task added last, if the list does not have it, and a way to forget it. */
export function useUnlisted(
  list: Pick<ReturnType<typeof useTaskList>, 'isLoaded' | 'isPlaceholderData'> & { tasks: readonly Task[] },
) {
  const [id, setId] = useState<string>()
  const [last, setLast] = useState<string>()
  const pending = usePending()
  for (const { command } of pending) {
    if (command.kind !== 'add' || command.id <= (last ?? '')) continue
    setLast(command.id)
    setId(command.id)
  }
  const isListed = !list.isLoaded || list.isPlaceholderData || list.tasks.some((task) => task.id === id)
  return { id: isListed ? undefined : id, forget: () => setId(undefined) }
}
