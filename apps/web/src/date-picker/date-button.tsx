import { clsx } from 'clsx'
import { CalendarDays } from 'lucide-react'
import { type ComponentProps, Suspense, useId, useRef, useState } from 'react'
import { datePicker as words } from '../english/task/days/date-picker.ts'
import { preloadable } from '../ui/preloadable.tsx'
import type { DatePickerProps } from './date-picker.tsx'
import { nameOf } from './date-time.ts'

const DatePicker = preloadable(() => import('./date-picker.tsx'))

type Picked = Pick<DatePickerProps, 'value' | 'time' | 'canClear' | 'min' | 'onChange'>

interface PickerButtonProps extends Picked, Omit<ComponentProps<'button'>, keyof Picked | 'ref'> {
  /** What the date is for. */
  title: string
  onClose?: (() => void) | undefined
}

/** A button that opens the date picker. */
export function PickerButton(props: PickerButtonProps) {
  const { title, value, time, canClear, min, onChange, onClose, children, ...rest } = props
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const close = () => {
    setOpen(false)
    onClose?.()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        {...rest}
        onPointerEnter={() => void DatePicker.preload()}
        onFocus={() => void DatePicker.preload()}
        onClick={() => (isOpen ? close() : setOpen(true))}
      >
        {children}
      </button>
      {isOpen && (
        <Suspense>
          <DatePicker
            title={title}
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

interface DateButtonProps extends Omit<PickerButtonProps, 'title'> {
  label: string
  /** The element that shows the label. */
  labelId: string
  /** What no date is called. */
  none?: string
}

/** A form's field with a date in words, which opens the date picker. */
export function DateButton({ label, labelId, none = words.none, className, ...picker }: DateButtonProps) {
  const { value, time, canClear } = picker
  const valueId = useId()
  const isEmpty = value.date === ''
  return (
    <PickerButton
      title={label}
      aria-labelledby={`${labelId} ${valueId}`}
      {...picker}
      className={clsx('field flex items-center gap-2.5 text-left hover:bg-hover', className)}
    >
      <CalendarDays size={16} aria-hidden className="shrink-0 text-soft" />
      <span id={valueId} className={clsx('min-w-0 truncate', isEmpty && 'text-soft')}>
        {isEmpty ? (canClear ? none : words.choose) : nameOf(value)}
        {!isEmpty && time === 'required' && value.time === '' && ` – ${words.timeMissing}`}
      </span>
    </PickerButton>
  )
}
