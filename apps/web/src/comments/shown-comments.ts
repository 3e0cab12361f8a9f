import type { Comment, Outputs } from '../api/trpc.ts'
import type { CommentCommand } from '../sync/commands/comment-command.ts'

export type CommentPage = Outputs['comment']['list']

/** The names of the drafts of a task's comments: of a new one, and of one that is edited. */
export const commentDraftName = (taskId: string, id = 'new') => `${taskId}.comment.${id}`

/** A comment as it shows, with the commands that have no response yet applied. */
export interface ShownComment extends Comment {
  isPending: boolean
}

/** The loaded comments, the oldest first, with commands applied on top. */
export function shownComments(
  pages: readonly CommentPage[],
  commands: readonly CommentCommand[],
  now = new Date().toISOString(),
): ShownComment[] {
  // A comment that was just added may be in a later page too.
  const shown = new Map<string, ShownComment>()
  for (const one of pages.flatMap(({ data }) => data)) shown.set(one.id, { ...one, isPending: false })
  const saved = [...shown.values()].toSorted(
    (a, b) => compare(a.createdAt, b.createdAt) || compare(a.id, b.id),
  )
  const result = new Map(saved.map((one) => [one.id, one]))
  for (const command of commands) {
    const { id, taskId } = command
    const current = result.get(id)
    if (command.kind === 'delete-comment') result.delete(id)
    else if (current) result.set(id, { ...current, body: command.body, isPending: true })
    else if (command.kind === 'add-comment') {
      const { body } = command
      result.set(id, { taskId, id, body, version: 0, createdAt: now, updatedAt: now, isPending: true })
    }
  }
  return [...result.values()]
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
