import { useEffect, useRef, useState } from 'react'
import type { Day } from '../calendar/days/day.ts'
import { useToday } from '../calendar/days/use-today.ts'
import { type DateTime, NO_DATE, nextDayAt } from './date-time.ts'
import { isTooEarly, MonthGrid } from './month-grid.tsx'
import { Suggestions } from './suggestions.tsx'
import { TimeField } from './time/time-field.tsx'
import { useWords } from './words/use-words.ts'
import { WordsField } from './words/words-field.tsx'

export interface DatePanelProps {
  value: DateTime
  /** Whether a time is asked for beside the date. */
  time: 'none' | 'optional' | 'required'
  /** Whether there may be no date. */
  canClear: boolean
  /** The first day that may be chosen. */
  min?: Day | undefined
  /** The words that are typed, which outlast the picker. */
  typed: string
  onType: (text: string) => void
  /** Called with every choice. */
  onChange: (value: DateTime) => void
  /** Called when the choice is complete. */
  onDone: () => void
}

/** On a touch screen, the keyboard would cover the month. */
const hasKeyboard = window.matchMedia('(pointer: fine)')

/** What is in the date picker: words, suggestions, a month and a time. */
export function DatePanel({ value, time, canClear, min, typed, onType, onChange, onDone }: DatePanelProps) {
  const today = useToday()
  const panel = useRef<HTMLDivElement>(null)
  const timeInput = useRef<HTMLInputElement>(null)
  const earliest = min !== undefined && min > today ? min : today
  const [active, setActive] = useState<Day>(value.date || earliest)
  const reading = useWords(typed)
  const understood = reading?.kind === 'date' ? reading.value.date || undefined : undefined
  const [lastUnderstood, setLastUnderstood] = useState(understood)
  // The month follows the words.
  if (understood !== lastUnderstood) {
    setLastUnderstood(understood)
    if (understood !== undefined) setActive(understood)
  }

  const activeDay = () => panel.current?.querySelector<HTMLElement>('[data-day][tabindex="0"]')
  const isTyping = hasKeyboard.matches

  const choose = (next: DateTime) => {
    onType('')
    onChange(next)
    setActive(next.date || active)
    if (time === 'required' && next.date !== '' && next.time === '') timeInput.current?.focus()
    else onDone()
  }
  /** Enter was pressed, and the words cannot be read yet. */
  const [isWaiting, setWaiting] = useState(false)
  const chooseTyped = () => {
    if (typed.trim() === '') return onDone()
    setWaiting(reading === undefined)
    if (reading?.kind !== 'date' || isTooEarly(reading.value.date, min)) return
    const { date, time: said } = reading.value
    choose({ date, time: time === 'none' ? '' : said || (time === 'required' ? value.time : '') })
  }

  useEffect(() => {
    if (isWaiting && reading) chooseTyped()
  })

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter is for the picker, and not for the form that it belongs to
    <div
      ref={panel}
      className="grid gap-3"
      onKeyDown={(event) => event.key === 'Enter' && event.stopPropagation()}
    >
      <WordsField
        isFirst={isTyping}
        text={typed}
        reading={reading}
        min={min}
        onChange={(text) => {
          setWaiting(false)
          onType(text)
        }}
        onEnter={chooseTyped}
        onArrowDown={() => activeDay()?.focus()}
      />
      <Suggestions
        min={min}
        canClear={canClear}
        onChoose={(day) => choose(day === '' ? NO_DATE : { date: day, time: value.time })}
      />
      <MonthGrid
        today={today}
        selected={value.date}
        understood={understood}
        isFirst={!isTyping}
        active={active}
        min={min}
        onMove={setActive}
        onChoose={(day) => choose({ date: day, time: value.time })}
      />
      {time !== 'none' && (
        <TimeField
          inputRef={timeInput}
          value={value.time}
          isRequired={time === 'required'}
          onDone={onDone}
          onChange={(at) => {
            const date = value.date || (at === '' ? '' : nextDayAt(at))
            onChange({ date, time: at })
            if (date !== '') setActive(date)
          }}
        />
      )}
    </div>
  )
}
