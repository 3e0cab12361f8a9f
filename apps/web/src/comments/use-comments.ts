import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { newId } from '../api/new-id.ts'
import { type Task, useTRPCClient } from '../api/trpc.ts'
import { useObservable } from '../observable.ts'
import { commentsKey, isCommentCommand } from '../sync/commands/comment-command.ts'
import { usePending, useSync } from '../sync/use-sync.tsx'
import { type CommentPage, commentDraftName, shownComments } from './shown-comments.ts'

const PAGE_SIZE = 20

/** How often comments are asked for while a task is open, in ms. No stream tells of them. */
const REFETCH_MS = 30_000

/** The loaded comments of a task, the oldest first, with pending commands applied. */
export function useComments({ id: taskId, version }: Task) {
  const client = useTRPCClient()
  const pending = usePending()
  const query = useInfiniteQuery({
    queryKey: commentsKey(taskId),
    queryFn: ({ pageParam, signal }): Promise<CommentPage> =>
      client.comment.list.query(
        { taskId, limit: PAGE_SIZE, ...(pageParam !== '' && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ page }) => page.nextCursor ?? undefined,
    // The server does not know a task that waits to be sent.
    enabled: version > 0,
    staleTime: 0,
    refetchInterval: REFETCH_MS,
    refetchOnWindowFocus: 'always',
  })
  const comments = useMemo(() => {
    const commands = pending.flatMap(({ command }) =>
      isCommentCommand(command) && command.taskId === taskId ? command : [],
    )
    return shownComments(query.data?.pages ?? [], commands)
  }, [query.data, pending, taskId])
  return { ...query, comments, isLoaded: query.data !== undefined || version === 0 }
}

/**
 * Adds, changes and deletes comments. They wait in the outbox like changes of tasks. Each text is a draft until the server has
 * confirmed it, so that a refused one is not lost.
 */
export function useCommentActions(taskId: string) {
  const { run, drafts } = useSync()
  return useMemo(() => {
    const add = (body: string, id = newId()) => {
      const [key] = run([{ kind: 'add-comment', taskId, id, body }], undefined)
      drafts.set(commentDraftName(taskId, id), { text: body, key })
    }
    return {
      add,
      /** Without a version it is saved over any. */
      edit: (id: string, body: string, ifVersion: number | undefined) => {
        const [key] = run([{ kind: 'edit-comment', taskId, id, body, ifVersion }], undefined)
        drafts.set(commentDraftName(taskId, id), { text: body, key })
      },
      remove: (id: string) => {
        drafts.drop(commentDraftName(taskId, id))
        run([{ kind: 'delete-comment', taskId, id }], undefined)
      },
    }
  }, [run, drafts, taskId])
}

export type CommentActions = ReturnType<typeof useCommentActions>

/** The ids of new comments that were refused, the oldest first. Their texts are drafts. */
export function useUnsent(taskId: string, known: readonly { id: string }[]): string[] {
  const { drafts } = useSync()
  const start = commentDraftName(taskId, '')
  const names = useObservable({
    get: () =>
      drafts
        .namesLike(start)
        .filter((name) => drafts.get(name)?.problem)
        .join(),
    subscribe: drafts.subscribe,
  })
  return names
    .split(',')
    .map((name) => name.slice(start.length))
    .filter((id) => id !== '' && id !== 'new' && !known.some((one) => one.id === id))
}
