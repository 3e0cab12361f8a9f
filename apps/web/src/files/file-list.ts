import type { QueryKey } from '@tanstack/react-query'
import { queries } from '../api/queries.ts'
import type { TaskFile } from '../api/trpc.ts'

export interface FileList {
  data: TaskFile[]
}

/** The query key of the files of a task. */
export const filesKey = (taskId: string): QueryKey => [['file', 'list'], { taskId }]

/** The query key of the limits of files. */
export const limitsKey: QueryKey = [['file', 'limits'], { type: 'query' }]

/** Asks for the files of a task again, if they were loaded. */
export const refetchFiles = (taskId: string) => queries.invalidateQueries({ queryKey: filesKey(taskId) })

/** Puts a file that was just added into the loaded list. It is the newest, and so the last. */
export const putFile = (taskId: string, file: TaskFile) =>
  changeFiles(taskId, (list) => [...list.filter(({ id }) => id !== file.id), file])

/** Takes a file that was deleted out of the loaded list. */
export const takeFile = (taskId: string, id: string) =>
  changeFiles(taskId, (list) => list.filter((one) => one.id !== id))

async function changeFiles(taskId: string, change: (list: TaskFile[]) => TaskFile[]): Promise<void> {
  const queryKey = filesKey(taskId)
  // A response that is under way may lack the change.
  const isFetching = queries.isFetching({ queryKey }) > 0
  await queries.cancelQueries({ queryKey })
  queries.setQueryData<FileList>(queryKey, (list) => list && { data: change(list.data) })
  if (isFetching) void refetchFiles(taskId)
}
