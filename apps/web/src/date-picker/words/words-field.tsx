import { type KeyboardEvent, useId } from 'react'
import type { Day } from '../../calendar/days/day.ts'
import { datePicker as words } from '../../english/task/days/date-picker.ts'
import { INITIAL_FOCUS } from '../../ui/dialog/initial-focus.ts'
import { nameOf } from '../date-time.ts'
import type { Reading } from './read-words.ts'

interface WordsFieldProps {
  text: string
  /** Undefined while it is not known. */
  reading: Reading | undefined
  min: Day | undefined
  /** Whether it has the focus first. */
  isFirst: boolean
  onChange: (text: string) => void
  onEnter: () => void
  onArrowDown: () => void
}

/** A text field for a date in words, with what was understood. */
export function WordsField(props: WordsFieldProps) {
  const { text, reading, min, isFirst, onChange, onEnter, onArrowDown } = props
  const id = useId()
  const note = noteOn(reading, min)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return
    event.preventDefault()
    if (event.key === 'Enter') onEnter()
    else onArrowDown()
  }
  return (
    <div className="grid gap-1.5">
      <input
        {...(isFirst && INITIAL_FOCUS)}
        aria-label={words.words}
        aria-invalid={note?.isProblem || undefined}
        aria-describedby={note && `${id}-note`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="done"
        placeholder={words.placeholder}
        value={text}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={onKeyDown}
        className="field min-h-9 py-1 text-sm pointer-coarse:min-h-11 pointer-coarse:text-base"
      />
      <div id={`${id}-note`} role="status" className="text-sm empty:hidden">
        {note?.isProblem && <p className="px-1 text-bad">{note.text}</p>}
        {note && !note.isProblem && (
          <button
            type="button"
            onClick={onEnter}
            className="flex min-h-9 w-full items-center justify-between gap-2 rounded-lg bg-accent-tint px-2 text-left pointer-coarse:min-h-11"
          >
            {note.text}
            <kbd aria-hidden className="font-sans text-soft text-xs pointer-coarse:hidden">
              {words.enter}
            </kbd>
          </button>
        )}
      </div>
    </div>
  )
}

function noteOn(reading: Reading | undefined, min: Day | undefined) {
  switch (reading?.kind) {
    case 'date': {
      const { value, isPast } = reading
      if (min !== undefined && value.date < min)
        return { text: words.tooEarly(nameOf({ date: min, time: '' })), isProblem: true }
      const name = nameOf(value)
      return { text: isPast ? words.past(name) : name, isProblem: false }
    }
    case 'repeats':
      return { text: words.repeats, isProblem: true }
    case 'nothing':
      return { text: words.notUnderstood, isProblem: true }
    default:
      return undefined
  }
}
