import { useId } from 'react'
import type { Task } from '../api/trpc.ts'
import { common } from '../english/common.ts'
import { comments as words } from '../english/task/comments.ts'
import { useSync } from '../sync/use-sync.tsx'
import { ListState } from '../tasks/details/list-state.tsx'
import { Button } from '../ui/button.tsx'
import { CommentForm } from './comment-form.tsx'
import { CommentItem } from './comment-item.tsx'
import { commentDraftName } from './shown-comments.ts'
import { useCommentActions, useComments, useUnsent } from './use-comments.ts'

/** The comments of a task, the oldest first, and a field for a new one. */
export function CommentSection({ task }: { task: Task }) {
  const titleId = useId()
  const { drafts } = useSync()
  const { comments, isLoaded, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useComments(task)
  const actions = useCommentActions(task.id)
  const unsent = useUnsent(task.id, comments)
  return (
    <section aria-labelledby={titleId} className="grid gap-3 border-line border-t pt-4">
      <h3 id={titleId} className="font-medium text-sm">
        {words.title}
      </h3>
      <ListState isLoaded={isLoaded} error={error} refetch={refetch} offline={words.offline} />
      {comments.length > 0 ? (
        <ul aria-label={words.list} className="grid gap-3">
          {comments.map((comment) => (
            <li key={comment.id}>
              <CommentItem comment={comment} actions={actions} />
            </li>
          ))}
        </ul>
      ) : (
        isLoaded && <p className="text-soft text-sm">{words.none}</p>
      )}
      {hasNextPage && (
        <Button variant="quiet" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? common.loadingMore : common.more}
        </Button>
      )}
      {unsent.map((id) => (
        <CommentForm
          key={id}
          taskId={task.id}
          id={id}
          label={words.unsent}
          action={words.again}
          onSubmit={(body) => actions.add(body, id)}
        >
          <Button variant="quiet" onClick={() => drafts.drop(commentDraftName(task.id, id))}>
            {words.discard}
          </Button>
        </CommentForm>
      ))}
      <CommentForm
        taskId={task.id}
        label={words.label}
        placeholder={words.placeholder}
        action={words.add}
        onSubmit={(body) => {
          actions.add(body)
          drafts.drop(commentDraftName(task.id))
        }}
      />
    </section>
  )
}
