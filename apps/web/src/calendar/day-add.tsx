import { clsx } from 'clsx'
import { type FormEvent, useId } from 'react'
import { calendar as words } from '../english/task/days/calendar.ts'
import { inputProps, LineNotes } from '../quick-add/quick-add.tsx'
import { useQuickAdd } from '../quick-add/use-quick-add.ts'
import type { Day } from './days/day.ts'
import { fullName } from './days/day-names.ts'

interface DayAddProps {
  day: Day
  /** Whether there is room for text of the usual size. */
  isRoomy?: boolean
  /** Called on Escape, and on Enter or blur while empty. Cancelled means that the focus should return to the day. */
  onClose: (isCancelled: boolean) => void
}

/** Quick add for a day: each Enter adds a task that is due then. */
export function DayAdd({ day, isRoomy = false, onClose }: DayAddProps) {
  const line = useQuickAdd({ day })
  const noteId = useId()
  const isEmpty = line.text.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isEmpty) onClose(true)
    else line.submit()
  }
  return (
    <form onSubmit={submit} className="mt-1.5 grid gap-1">
      <input
        // biome-ignore lint/a11y/noAutofocus: it appears because the user wants to type
        autoFocus
        {...inputProps(line, noteId)}
        onBlur={() => isEmpty && onClose(false)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          onClose(true)
        }}
        aria-label={words.addOn(fullName(day))}
        placeholder={words.addPlaceholder}
        className={clsx(
          'field pointer-coarse:min-h-11 pointer-coarse:text-base',
          isRoomy ? 'min-h-10 px-3 text-sm' : 'min-h-8 px-2 py-1 text-xs',
        )}
      />
      <LineNotes line={line} noteId={noteId} />
    </form>
  )
}
