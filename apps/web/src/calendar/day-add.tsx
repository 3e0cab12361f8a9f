import { type FormEvent, useState } from 'react'
import { calendar as words } from '../english/calendar.ts'
import type { Day } from './days/day.ts'
import { fullName } from './days/day-names.ts'

interface DayAddProps {
  day: Day
  onAdd: (title: string) => void
  /** Called on Escape, and on Enter or blur while empty. Cancelled means that the focus should return to the day. */
  onClose: (isCancelled: boolean) => void
}

/** An input that adds a task due on a day with each Enter. */
export function DayAdd({ day, onAdd, onClose }: DayAddProps) {
  const [title, setTitle] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() === '') return onClose(true)
    onAdd(title.trim())
    setTitle('')
  }
  return (
    <form onSubmit={submit} className="mt-1.5">
      <input
        // biome-ignore lint/a11y/noAutofocus: it appears because the user wants to type
        autoFocus
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        onBlur={() => title.trim() === '' && onClose(false)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          onClose(true)
        }}
        maxLength={255}
        autoComplete="off"
        enterKeyHint="done"
        aria-label={words.addOn(fullName(day))}
        placeholder={words.addPlaceholder}
        className="field min-h-8 px-2 py-1 text-xs pointer-coarse:min-h-11 pointer-coarse:text-base"
      />
    </form>
  )
}
