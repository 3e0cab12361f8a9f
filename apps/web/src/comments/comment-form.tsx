import { type FormEvent, type ReactNode, useId } from 'react'
import { comments as words } from '../english/task/comments.ts'
import { tasks } from '../english/tasks.ts'
import { useDraft, useSync } from '../sync/use-sync.tsx'
import { Button } from '../ui/button.tsx'
import { commentDraftName } from './shown-comments.ts'

const MAX_LENGTH = 10_000

interface CommentFormProps {
  taskId: string
  /** The comment that is changed. Undefined for a new one. */
  id?: string
  label: string
  placeholder?: string
  saved?: string
  action: string
  autoFocus?: boolean
  onSubmit: (body: string) => void
  /** Further buttons. */
  children?: ReactNode
}

/** A text area for a comment. Enter with Ctrl or ⌘ submits. What is typed is a draft until then. */
export function CommentForm(props: CommentFormProps) {
  const { taskId, id, label, placeholder, saved = '', action, autoFocus, onSubmit, children } = props
  const fieldId = useId()
  const { drafts } = useSync()
  const name = commentDraftName(taskId, id)
  const draft = useDraft(name)
  const text = draft?.text ?? saved
  // The server counts code points.
  const length = [...text].length
  const problem = length > MAX_LENGTH ? tasks.tooLong(length, MAX_LENGTH) : draft?.problem?.message
  const isValid = text.trim() !== '' && length <= MAX_LENGTH
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (isValid) onSubmit(text)
  }
  return (
    <form onSubmit={submit} className="grid gap-2">
      <textarea
        rows={2}
        aria-label={label}
        placeholder={placeholder}
        // biome-ignore lint/a11y/noAutofocus: set where the user chose to edit
        autoFocus={autoFocus}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={`${fieldId}-note`}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        className="field field-sizing-content max-h-[40dvh] min-h-16 resize-none"
        value={text}
        onChange={({ target: { value } }) => {
          if (value === saved) drafts.drop(name)
          else drafts.set(name, { text: value, problem: draft?.problem })
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          submit()
        }}
      />
      <div id={`${fieldId}-note`}>
        {problem === undefined ? (
          <p className="sr-only">{words.hint}</p>
        ) : (
          <p role="alert" className="text-bad text-sm">
            {problem}
          </p>
        )}
      </div>
      <div className="flex items-center justify-end gap-2">
        {children}
        <Button type="submit" disabled={!isValid}>
          {action}
        </Button>
      </div>
    </form>
  )
}
