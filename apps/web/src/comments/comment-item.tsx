import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { common } from '../english/common.ts'
import { formatAgo } from '../english/format/ago.ts'
import { formatInstant } from '../english/format/time.ts'
import { comments as words } from '../english/task/comments.ts'
import { useDraft, useSync } from '../sync/use-sync.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { CommentForm } from './comment-form.tsx'
import { commentDraftName, type ShownComment } from './shown-comments.ts'
import type { CommentActions } from './use-comments.ts'

interface CommentItemProps {
  comment: ShownComment
  actions: CommentActions
}

/** A comment, which can be changed and deleted in its place. */
export function CommentItem({ comment, actions }: CommentItemProps) {
  const { id, taskId, body } = comment
  const { drafts } = useSync()
  const name = commentDraftName(taskId, id)
  const draft = useDraft(name)
  const [isEditing, setEditing] = useState(false)
  // A text that was left, or refused. While it waits to be sent, the comment shows it already.
  const isTyped = draft !== undefined && draft.text !== body && !comment.isPending
  const close = () => {
    setEditing(false)
    drafts.drop(name)
  }
  if (!isEditing && !isTyped) {
    return <Body comment={comment} onEdit={() => setEditing(true)} onDelete={() => actions.remove(id)} />
  }
  return (
    <CommentForm
      taskId={taskId}
      id={id}
      label={words.editing}
      saved={body}
      action={common.save}
      autoFocus={isEditing}
      onSubmit={(text) => {
        setEditing(false)
        if (text === body) drafts.drop(name)
        // One that waits to be sent will have another version by then.
        else actions.edit(id, text, comment.isPending ? undefined : comment.version)
      }}
    >
      <Button variant="quiet" onClick={close}>
        {common.cancel}
      </Button>
    </CommentForm>
  )
}

interface BodyProps {
  comment: ShownComment
  onEdit: () => void
  onDelete: () => void
}

function Body({ comment, onEdit, onDelete }: BodyProps) {
  const { body, createdAt, version, isPending } = comment
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <div className="flex items-center gap-1 text-soft text-xs">
        <span className="grow first-letter:uppercase">
          <time dateTime={createdAt} title={formatInstant(createdAt)}>
            {formatAgo(createdAt)}
          </time>
          {version > 1 && ` · ${words.edited}`}
          {isPending && ` · ${words.waiting}`}
        </span>
        <IconButton label={words.editOf(body)} icon={Pencil} size={15} onClick={onEdit} />
        <IconButton label={words.deleteOf(body)} icon={Trash2} size={15} onClick={() => setAsking(true)} />
      </div>
      <p className="wrap-anywhere whitespace-pre-wrap text-sm">{body}</p>
      {isAsking && (
        <div
          role="alert"
          className="mt-2 flex flex-wrap items-center gap-2 rounded-lg bg-bad-tint p-2 text-sm"
        >
          <span className="grow">{words.deleteAsk}</span>
          <Button onClick={() => setAsking(false)}>{common.cancel}</Button>
          <Button variant="danger" autoFocus onClick={onDelete}>
            {words.delete}
          </Button>
        </div>
      )}
    </>
  )
}
