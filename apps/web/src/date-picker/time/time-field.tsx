import { clsx } from 'clsx'
import { Clock, X } from 'lucide-react'
import { type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from 'react'
import { formatTime } from '../../english/format/time.ts'
import { datePicker as words } from '../../english/task/days/date-picker.ts'
import { IconButton } from '../../ui/button.tsx'
import { HALF_HOURS, readTime, timesLike } from './time-of-day.ts'

/** Where the list of times begins when no time is set. */
const MORNING = '09:00'

interface TimeFieldProps {
  /** `HH:MM`, or empty. */
  value: string
  /** Whether there may be no time. */
  isRequired: boolean
  inputRef: Ref<HTMLInputElement>
  onChange: (time: string) => void
  /** Called on Enter when there is nothing left to choose. */
  onDone: () => void
}

/** A text field that reads a time, with a list of the half hours. */
export function TimeField({ value, isRequired, inputRef, onChange, onDone }: TimeFieldProps) {
  const id = useId()
  const [text, setText] = useState<string>()
  const [isOpen, setOpen] = useState(false)
  /** The option that Enter chooses. */
  const [current, setCurrent] = useState<string>()
  const [hasProblem, setProblem] = useState(false)
  const listed = useRef<HTMLUListElement>(null)
  const options = text === undefined ? HALF_HOURS : timesLike(text)
  const shown = isOpen && options.length > 0

  useEffect(() => {
    const find = (time: string) => listed.current?.querySelector<HTMLElement>(`[data-time="${time}"]`)
    const option = find(current ?? value) ?? find(MORNING)
    if (option) scrollWithin(option, current === undefined ? 'start' : 'nearest')
  }, [current, shown])

  const close = () => {
    setText(undefined)
    setCurrent(undefined)
    setOpen(false)
  }
  const choose = (time: string) => {
    setProblem(false)
    close()
    if (time !== value) onChange(time)
  }
  /** Returns whether the typed text was a time, or there was none. */
  const commit = () => {
    if (text === undefined) return true
    const time = text.trim() === '' && !isRequired ? '' : readTime(text)
    if (time === undefined) setProblem(text.trim() !== '')
    else choose(time)
    return time !== undefined
  }
  const step = (by: number) => {
    setOpen(true)
    const first = text === undefined ? options.findLast((time) => time <= (value || MORNING)) : options[0]
    const next = options[options.indexOf(current ?? '') + by]
    setCurrent((current === undefined ? first : next) ?? current)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      step(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (current !== undefined) choose(current)
      else if (text === undefined) onDone()
      else commit()
    }
  }

  return (
    <div className="relative grid gap-1.5">
      {shown && (
        <ul
          ref={listed}
          id={`${id}-list`}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the list of a combobox
          role="listbox"
          aria-label={words.times}
          className="absolute inset-x-0 bottom-full z-10 mb-1 max-h-44 animate-appear overflow-y-auto overscroll-contain rounded-xl border border-line bg-raised p-1 shadow-raised"
        >
          {options.map((time) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and the keys
            <li
              key={time}
              id={`${id}-${time}`}
              data-time={time}
              // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an option of the list
              role="option"
              tabIndex={-1}
              aria-selected={time === (current ?? value)}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(time)}
              className={clsx(
                'flex min-h-9 cursor-pointer items-center rounded-lg px-2.5 text-sm tabular-nums hover:bg-hover pointer-coarse:min-h-11',
                time === (current ?? value) && 'bg-accent-tint',
              )}
            >
              {nameOfTime(time)}
            </li>
          ))}
        </ul>
      )}
      <div className="relative flex items-center">
        <Clock size={16} aria-hidden className="absolute left-2.5 text-soft" />
        <input
          ref={inputRef}
          role="combobox"
          aria-label={words.time}
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={shown ? `${id}-list` : undefined}
          aria-activedescendant={shown && current !== undefined ? `${id}-${current}` : undefined}
          aria-invalid={hasProblem || undefined}
          aria-describedby={hasProblem ? `${id}-problem` : undefined}
          autoComplete="off"
          placeholder={isRequired ? words.timeMissing : words.wholeDay}
          value={text ?? (value === '' ? '' : nameOfTime(value))}
          onFocus={({ target }) => target.select()}
          onClick={() => setOpen(true)}
          onChange={({ target }) => {
            setText(target.value)
            setCurrent(undefined)
            setProblem(false)
            setOpen(true)
          }}
          onBlur={() => {
            if (commit()) close()
            else setOpen(false)
          }}
          onKeyDown={onKeyDown}
          className="field min-h-9 py-1 pr-9 pl-8 text-sm pointer-coarse:min-h-11 pointer-coarse:text-base"
        />
        {value !== '' && !isRequired && (
          <IconButton
            label={words.removeTime}
            icon={X}
            size={16}
            className="absolute right-0"
            onClick={() => choose('')}
          />
        )}
      </div>
      {hasProblem && (
        <p id={`${id}-problem`} role="alert" className="text-bad text-sm">
          {words.noTime}
        </p>
      )}
    </div>
  )
}

/** Scrolls the list only, and not what it lies over. */
function scrollWithin(option: HTMLElement, block: 'start' | 'nearest') {
  const list = option.offsetParent
  if (!list) return
  const { offsetTop: top, offsetHeight: height } = option
  const isBelow = top + height > list.scrollTop + list.clientHeight
  if (block === 'start' || top < list.scrollTop) list.scrollTop = top - 4
  else if (isBelow) list.scrollTop = top + height + 4 - list.clientHeight
}

const nameOfTime = (time: string) => formatTime(new Date(`2000-01-01T${time}`))
