import { Pencil } from 'lucide-react'
import { type MouseEvent, type Ref, Suspense, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useConnection } from '../../../api/connection.ts'
import type { Task } from '../../../api/trpc.ts'
import { taskDetails as words } from '../../../english/task/details.ts'
import { afterPress } from '../../../ui/after-press.ts'
import { IconButton } from '../../../ui/button.tsx'
import { preloadable } from '../../../ui/preloadable.tsx'
import { FieldProblem } from '../../field-problem.tsx'
import { useTaskField } from '../../use-task-field.ts'
import { readNotes } from './read-notes.ts'

const Markdown = preloadable(() => import('./markdown.tsx'))
// With the panel, which loads before it is opened.
void Markdown.preload()

/** How long typing must pause before the notes are saved, in ms. */
const AUTOSAVE_MS = 800

/** The notes of a task: Markdown, shown as what it means until it is edited, and saved while it is typed. */
export function Notes({ task }: { task: Task }) {
  const id = useId()
  const isOnline = useConnection() === 'online'
  const field = useTaskField({
    task,
    field: 'description',
    saved: task.description ?? '',
    read: readNotes,
    autosave: AUTOSAVE_MS,
  })
  const [isEditing, setEditing] = useState(false)
  const editor = useRef<HTMLTextAreaElement>(null)
  const editButton = useRef<HTMLButtonElement>(null)
  const hasProblem = field.problem !== undefined
  const isShown = !isEditing && !hasProblem && field.text.trim() !== ''
  const edit = () => {
    flushSync(() => setEditing(true))
    const { current } = editor
    current?.focus()
    current?.setSelectionRange(current.value.length, current.value.length)
  }
  const state = {
    untouched: '',
    saved: words.saved,
    saving: isOnline ? words.saving : words.keptOffline,
  }[field.state]
  return (
    <div>
      {isShown ? (
        <ShownNotes text={field.text} onEdit={edit} editButton={editButton} />
      ) : (
        <textarea
          ref={editor}
          rows={3}
          aria-label={words.description}
          placeholder={words.descriptionPlaceholder}
          aria-invalid={hasProblem || undefined}
          aria-describedby={hasProblem ? `${id}-error` : undefined}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          className="in-place field-sizing-content block max-h-[50dvh] min-h-20 w-full resize-none px-2 py-1.5"
          value={field.text}
          onFocus={() => setEditing(true)}
          onChange={(event) => field.change(event.target.value)}
          onBlur={() => {
            field.leave()
            afterPress(() => setEditing(editor.current === document.activeElement))
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            field.leave()
            flushSync(() => setEditing(false))
            editButton.current?.focus()
          }}
        />
      )}
      {!hasProblem && state && <p className="px-2 text-right text-soft text-xs">{state}</p>}
      <div id={`${id}-error`} role="alert" className="px-2 text-bad text-sm empty:hidden">
        <FieldProblem field={field} />
      </div>
    </div>
  )
}

interface ShownNotesProps {
  text: string
  onEdit: () => void
  editButton: Ref<HTMLButtonElement>
}

/** The notes as they are read. A click on them edits them, unless it follows a link or has selected text. */
function ShownNotes({ text, onEdit, editButton }: ShownNotesProps) {
  const onClick = ({ target }: MouseEvent) => {
    const isLink = target instanceof Element && target.closest('a, button') !== null
    if (!isLink && getSelection()?.isCollapsed !== false) onEdit()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the fields of a form
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button inside is for the keyboard
    <div
      role="group"
      aria-label={words.description}
      onClick={onClick}
      className="group relative cursor-text rounded-lg px-2 py-1.5 hover:bg-hover"
    >
      <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
        <Markdown text={text} />
      </Suspense>
      <IconButton
        ref={editButton}
        label={words.edit}
        icon={Pencil}
        size={15}
        onClick={onEdit}
        className="absolute top-0 right-0 bg-raised opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
      />
    </div>
  )
}
