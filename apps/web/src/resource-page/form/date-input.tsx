import { DateButton } from '../../date-picker/date-button.tsx'
import { readDateTime, writeDateTime } from '../../date-picker/date-time.ts'
import type { ControlProps } from './control.ts'

/** A day of the calendar, or a moment. */
export function DateInput({ label, ...props }: ControlProps & { label: string }) {
  // A button has no state of being required, and its text says what is missing.
  const { id, field, text, 'aria-required': _, onChange, ...rest } = props
  return (
    <DateButton
      {...rest}
      id={id}
      label={label}
      labelId={`${id}-label`}
      value={readDateTime(text)}
      time={field.control === 'instant' ? 'required' : 'none'}
      canClear={field.isNullable === true}
      onChange={(value) => onChange(writeDateTime(value))}
    />
  )
}
