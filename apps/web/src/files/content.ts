import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type Problem, ProblemError, problemIn } from '../api/problem.ts'
import { queries } from '../api/queries.ts'
import type { TaskFile } from '../api/trpc.ts'
import { authorized } from './authorized.ts'

/** The images that browsers show and that cannot contain code. */
const IMAGES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

export const isImage = ({ mediaType }: TaskFile) => IMAGES.includes(mediaType)

/** How long the bytes of a file stay in memory once nothing shows them, in ms. */
const KEEP_MS = 60_000

/** How long an object URL of a download lives, in ms. The download may start late. */
const DOWNLOAD_MS = 60_000

const contentOf = (taskId: string, file: TaskFile) =>
  queryOptions({
    queryKey: ['file-content', file.id],
    queryFn: ({ signal }) => fetchContent(taskId, file, signal),
    // The bytes of a file never change.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEEP_MS,
  })

/** No type but that of an image that can be shown: a browser would run the code of others. */
async function fetchContent(taskId: string, file: TaskFile, signal: AbortSignal): Promise<Blob> {
  const response = await authorized(({ authorization, tasks }) =>
    fetch(`${tasks}/${taskId}/files/${file.id}`, { headers: { authorization }, signal }),
  )
  if (!response.ok) {
    const problem: Partial<Problem> = await response.json().catch(() => ({}))
    throw new ProblemError(problemIn(response, problem, response.headers.get('retry-after')))
  }
  const bytes = await response.blob()
  return bytes.slice(0, bytes.size, isImage(file) ? file.mediaType : 'application/octet-stream')
}

/**
 * Downloads a file under its name.
 *
 * @throws ProblemError if the server refuses it, and any other error if it was not reached
 */
export async function downloadFile(taskId: string, file: TaskFile): Promise<void> {
  const blob = await queries.fetchQuery({ ...contentOf(taskId, file), networkMode: 'always' })
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), DOWNLOAD_MS)
}

export function forgetContent({ id }: TaskFile): void {
  queries.removeQueries({ queryKey: ['file-content', id] })
}

/** An object URL of an image while it is wanted, and whether it cannot be had. */
export function useImage(taskId: string, file: TaskFile, isWanted: boolean) {
  const { data: blob, isError } = useQuery({ ...contentOf(taskId, file), enabled: isWanted })
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!blob) return
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => {
      setUrl(undefined)
      URL.revokeObjectURL(made)
    }
  }, [blob])
  return { url, isError }
}
