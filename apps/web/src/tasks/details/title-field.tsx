import { clsx } from 'clsx'
import { useId, useLayoutEffect, useRef } from 'react'
import type { Task } from '../../api/trpc.ts'
import { tasks as words } from '../../english/tasks.ts'
import { INITIAL_FOCUS } from '../../ui/dialog/initial-focus.ts'
import { FieldProblem } from '../field-problem.tsx'
import { readTitle } from '../field-text.ts'
import { useTaskField } from '../use-task-field.ts'

/** A browser that cannot fit a text area to its text shows two lines of it. */
const ROWS = CSS.supports('field-sizing', 'content') ? 1 : 2

/** The title of a task as the heading of its panel, edited in its place. Enter saves it. */
export function TitleField({ task, isFirst }: { task: Task; isFirst: boolean }) {
  const id = useId()
  const field = useTaskField({ task, field: 'title', saved: task.title, read: readTitle })
  const hasProblem = field.problem !== undefined
  const input = useRef<HTMLTextAreaElement>(null)
  // Before it has the focus, so that the caret is then where one goes on typing.
  useLayoutEffect(() => {
    const { current } = input
    current?.setSelectionRange(current.value.length, current.value.length)
  }, [])
  return (
    <div>
      <textarea
        ref={input}
        rows={ROWS}
        aria-label={words.editTitle}
        aria-invalid={hasProblem || undefined}
        aria-describedby={hasProblem ? `${id}-error` : undefined}
        enterKeyHint="done"
        {...(isFirst && INITIAL_FOCUS)}
        className={clsx(
          'in-place field-sizing-content block w-full resize-none px-2 py-1 font-semibold text-xl leading-7',
          task.status === 'done' && 'text-soft line-through',
        )}
        value={field.text}
        onChange={({ target }) => field.change(target.value.replace(/\s*\n\s*/g, ' '))}
        onBlur={field.leave}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          event.preventDefault()
          field.leave()
        }}
      />
      <div id={`${id}-error`} role="alert" className="px-2 text-bad text-sm empty:hidden">
        <FieldProblem field={field} />
      </div>
    </div>
  )
}
