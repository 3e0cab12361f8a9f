import { clsx } from 'clsx'
import { CalendarDays } from 'lucide-react'
import { lazy, Suspense, useId, useRef, useState } from 'react'
import { datePicker as words } from '../english/task/date-picker.ts'
import { retryImport } from '../ui/retry-import.ts'
import type { DatePickerProps } from './date-picker.tsx'
import { nameOf } from './date-time.ts'

const DatePicker = lazy(retryImport(() => import('./date-picker.tsx')))

interface DateButtonProps extends Pick<DatePickerProps, 'value' | 'time' | 'canClear' | 'min' | 'onChange'> {
  id?: string
  label: string
  /** The element that shows the label. */
  labelId: string
  /** What no date is called. */
  none?: string
  onClose?: () => void
  autoFocus?: boolean
  'aria-invalid'?: true | undefined
  'aria-describedby'?: string | undefined
  className?: string
}

/** A button with a date in words, which opens the date picker. */
export function DateButton(props: DateButtonProps) {
  const { label, labelId, none = words.none, onClose, autoFocus, className, ...others } = props
  const { value, time, canClear, min, onChange, ...rest } = others
  const valueId = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const isEmpty = value.date === ''
  const close = () => {
    setOpen(false)
    onClose?.()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        // biome-ignore lint/a11y/noAutofocus: a form's first field has the focus
        autoFocus={autoFocus}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-labelledby={`${labelId} ${valueId}`}
        {...rest}
        onClick={() => (isOpen ? close() : setOpen(true))}
        className={clsx('field flex items-center gap-2.5 text-left hover:bg-hover', className)}
      >
        <CalendarDays size={16} aria-hidden className="shrink-0 text-soft" />
        <span id={valueId} className={clsx('min-w-0 truncate', isEmpty && 'text-soft')}>
          {isEmpty ? (canClear ? none : words.choose) : nameOf(value)}
          {!isEmpty && time === 'required' && value.time === '' && ` – ${words.timeMissing}`}
        </span>
      </button>
      {isOpen && (
        <Suspense>
          <DatePicker
            title={label}
            anchor={button}
            value={value}
            time={time}
            canClear={canClear}
            min={min}
            typed={typed}
            onType={setTyped}
            onChange={onChange}
            onClose={close}
          />
        </Suspense>
      )}
    </>
  )
}
