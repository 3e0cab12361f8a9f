import { editor as words } from '../../english/recurrence/words.ts'
import { Field } from '../../ui/form/field.tsx'

interface UntilFieldProps {
  /** `YYYY-MM-DD`, or what has been typed of it. */
  value: string
  /** The first day that makes sense. */
  min: string
  error: string | undefined
  onChange: (value: string) => void
}

/** The last day on which a task may occur. */
export function UntilField({ value, min, error, onChange }: UntilFieldProps) {
  return (
    <Field
      type="date"
      label={words.until}
      value={value}
      min={min}
      max="9999-12-31"
      error={error}
      onChange={({ target }) => onChange(target.value)}
    />
  )
}
