import { useId } from 'react'
import { DateButton } from '../../date-picker/date-button.tsx'
import { editor as words } from '../../english/recurrence/words.ts'

interface UntilFieldProps {
  /** `YYYY-MM-DD`, or empty. */
  value: string
  /** The first day that makes sense. */
  min: string
  error: string | undefined
  onChange: (value: string) => void
}

/** The last day on which a task may occur. */
export function UntilField({ value, min, error, onChange }: UntilFieldProps) {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <span id={`${id}-label`} className="font-medium text-sm">
        {words.until}
      </span>
      <DateButton
        label={words.until}
        labelId={`${id}-label`}
        value={{ date: value, time: '' }}
        time="none"
        canClear={false}
        min={min}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        onChange={({ date }) => onChange(date)}
      />
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-bad text-sm">
          {error}
        </p>
      )}
    </div>
  )
}
