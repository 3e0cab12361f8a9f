import type { QueryKey } from '@tanstack/react-query'

/** A change of one comment as plain data, for the outbox. */
export type CommentCommand =
  | { kind: 'add-comment'; taskId: string; id: string; body: string }
  | { kind: 'edit-comment'; taskId: string; id: string; body: string; ifVersion?: number | undefined }
  | { kind: 'delete-comment'; taskId: string; id: string }

export const isCommentCommand = (command: { kind: string }): command is CommentCommand =>
  command.kind.endsWith('-comment')

/** The query key of a task's comments. */
export const commentsKey = (taskId: string): QueryKey => [['comment', 'list'], { taskId }]
