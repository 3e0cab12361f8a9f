import { useRef } from 'react'
import type { Task } from '../../api/trpc.ts'
import { tasks as words } from '../../english/tasks.ts'

interface TitleInputProps {
  task: Task
  onSave: (title: string) => void
  onClose: () => void
}

/** An input for a title. Enter or leaving it saves, Escape cancels. */
export function TitleInput({ task, onSave, onClose }: TitleInputProps) {
  const isCancelled = useRef(false)
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: renaming a task means typing
      autoFocus
      aria-label={words.editTitle}
      defaultValue={task.title}
      maxLength={255}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={(event) => {
        if (event.key === 'Escape') isCancelled.current = true
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
      }}
      onBlur={(event) => {
        const title = event.currentTarget.value.trim()
        if (!isCancelled.current && title !== '' && title !== task.title) onSave(title)
        onClose()
      }}
      className="field min-h-8 px-1 py-0.5"
    />
  )
}
