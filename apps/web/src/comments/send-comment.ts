import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Client } from '../api/client.ts'
import type { Comment } from '../api/trpc.ts'
import { type CommentCommand, commentsKey } from '../sync/commands/comment-command.ts'
import type { CommentPage } from './shown-comments.ts'

type CommentChange = { type: 'upsert'; comment: Comment } | { type: 'delete'; id: string }

type List = InfiniteData<CommentPage>

/** Sends a command with its idempotency key, and puts the result into the cached comments. */
export async function sendComment(
  client: Client,
  queries: QueryClient,
  command: CommentCommand,
  key: string,
): Promise<void> {
  const { kind, taskId, id } = command
  const options = { context: { idempotencyKey: key } }
  const apply = (change: CommentChange) =>
    queries.setQueryData<List>(commentsKey(taskId), (list) => list && withComment(list, change))
  const change = async (): Promise<CommentChange> => {
    switch (kind) {
      case 'add-comment':
        return { type: 'upsert', comment: await client.comment.create.mutate(inputOf(command), options) }
      case 'edit-comment':
        return { type: 'upsert', comment: await client.comment.update.mutate(inputOf(command), options) }
      case 'delete-comment':
        await client.comment.delete.mutate({ taskId, id }, options)
        return { type: 'delete', id }
    }
  }
  const made = await change()
  apply(made)
  // A response that is under way may lack the change. It may have further comments, so it is not cancelled.
  const query = queries.getQueryCache().find({ queryKey: commentsKey(taskId) })
  if (query?.state.fetchStatus !== 'fetching') return
  await query.promise?.catch(() => {})
  apply(made)
}

const inputOf = <C extends CommentCommand>({ kind: _, ...input }: C) => input

/** Applies a change to the loaded comments. One that was added comes last, whether or not all before it are loaded. */
function withComment(list: List, change: CommentChange): List {
  const id = change.type === 'upsert' ? change.comment.id : change.id
  const isKnown = list.pages.some(({ data }) => data.some((one) => one.id === id))
  const pages = list.pages.map((page, i) => {
    if (change.type === 'delete') return { ...page, data: page.data.filter((one) => one.id !== id) }
    const isLast = i === list.pages.length - 1
    const data = page.data.map((one) => (one.id === id ? change.comment : one))
    return { ...page, data: isLast && !isKnown ? [...data, change.comment] : data }
  })
  return { ...list, pages }
}
