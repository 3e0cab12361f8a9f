import { useMutation, useQuery } from '@tanstack/react-query'
import { problemOf } from '../api/problem.ts'
import { type Task, type TaskFile, useTRPCClient } from '../api/trpc.ts'
import { useAttempt } from '../api/use-attempt.ts'
import { forgetContent } from './content.ts'
import { type FileList, filesKey, limitsKey, takeFile } from './file-list.ts'

/** How often files are asked for while a task is open, in ms. No stream tells of them. */
const REFETCH_MS = 30_000

/** The files of a task, the oldest first. */
export function useFiles({ id: taskId, version }: Task) {
  const client = useTRPCClient()
  const query = useQuery({
    queryKey: filesKey(taskId),
    queryFn: ({ signal }): Promise<FileList> => client.file.list.query({ taskId }, { signal }),
    // The server does not know a task that waits to be sent.
    enabled: version > 0,
    staleTime: 0,
    refetchInterval: REFETCH_MS,
    refetchOnWindowFocus: 'always',
  })
  // Asked for early, so that no file is sent in vain that is too large. They change with the server's configuration only.
  useQuery({
    queryKey: limitsKey,
    queryFn: ({ signal }) => client.file.limits.query(undefined, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return { ...query, files: query.data?.data ?? [], isLoaded: query.data !== undefined }
}

/** Deletes a file. One that is gone already counts as deleted. */
export function useDeleteFile(taskId: string, file: TaskFile, onDeleted: () => void) {
  const client = useTRPCClient()
  const attempt = useAttempt()
  return useMutation({
    mutationFn: async () => {
      const input = { taskId, id: file.id }
      try {
        await client.file.delete.mutate(input, attempt.options(input))
      } catch (error) {
        if (problemOf(error)?.status !== 404) throw error
      }
      await takeFile(taskId, file.id)
      forgetContent(file)
      onDeleted()
    },
  })
}
