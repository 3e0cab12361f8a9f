import { useId } from 'react'
import { useConnection } from '../../api/connection.ts'
import type { Task } from '../../api/trpc.ts'
import { taskDetails as words } from '../../english/task-details.ts'
import { FieldProblem } from '../field-problem.tsx'
import { readNotes } from '../field-text.ts'
import { useTaskField } from '../use-task-field.ts'

/** How long typing must pause before the notes are saved, in ms. */
const AUTOSAVE_MS = 800

/** The notes of a task. They are saved while they are typed. */
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
  const state = {
    untouched: '',
    saved: words.saved,
    saving: isOnline ? words.saving : words.keptOffline,
  }[field.state]
  return (
    <div className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <label htmlFor={id} className="font-medium">
          {words.description}
        </label>
        {field.problem === undefined && <span className="text-soft">{state}</span>}
      </div>
      <textarea
        id={id}
        rows={6}
        placeholder={words.descriptionPlaceholder}
        aria-invalid={field.problem === undefined ? undefined : true}
        aria-describedby={field.problem === undefined ? undefined : `${id}-error`}
        className="field field-sizing-content max-h-[50dvh] min-h-32"
        value={field.text}
        onChange={(event) => field.change(event.target.value)}
        onBlur={field.leave}
      />
      <div id={`${id}-error`} role="alert" className="text-bad text-sm empty:hidden">
        <FieldProblem field={field} />
      </div>
    </div>
  )
}
