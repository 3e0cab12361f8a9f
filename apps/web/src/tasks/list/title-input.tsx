import { useId } from 'react'
import type { Task } from '../../api/trpc.ts'
import { tasks as words } from '../../english/tasks.ts'
import { FieldProblem } from '../field-problem.tsx'
import { readTitle } from '../field-text.ts'
import { useTaskField } from '../use-task-field.ts'

interface TitleInputProps {
  task: Task
  /** `byKey` says that the focus should return to the task. */
  onClose: (byKey: boolean) => void
}

/** An input for a title. Enter or leaving it saves, Escape cancels. A title that cannot be saved stays in it. */
export function TitleInput({ task, onClose }: TitleInputProps) {
  const field = useTaskField({ task, field: 'title', saved: task.title, read: readTitle })
  const errorId = useId()
  const hasProblem = field.problem !== undefined
  const close = (byKey: boolean) => {
    if (hasProblem) return
    field.leave()
    onClose(byKey)
  }
  return (
    <div className="w-full min-w-0">
      <input
        // biome-ignore lint/a11y/noAutofocus: renaming a task means typing
        autoFocus
        aria-label={words.editTitle}
        aria-invalid={hasProblem || undefined}
        aria-describedby={hasProblem ? errorId : undefined}
        value={field.text}
        onChange={(event) => field.change(event.target.value)}
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') close(true)
          if (event.key !== 'Escape') return
          field.discard()
          onClose(true)
        }}
        onBlur={() => close(false)}
        className="field min-h-8 px-1 py-0.5 compact:min-h-7 compact:text-sm"
      />
      {hasProblem && (
        <div id={errorId} role="alert" className="px-1 text-bad text-sm">
          <FieldProblem field={field} onDecided={() => onClose(true)} />
        </div>
      )}
    </div>
  )
}
