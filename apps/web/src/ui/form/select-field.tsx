import { clsx } from 'clsx'
import { useId } from 'react'

interface SelectFieldProps<T extends string> {
  label: string
  value: T
  options: readonly T[]
  /** The label of each option. */
  names: Record<T, string>
  onChange: (value: T) => void
  className?: string
}

/** A labelled select of one option. */
export function SelectField<T extends string>(props: SelectFieldProps<T>) {
  const { label, value, options, names, onChange, className } = props
  const id = useId()
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <select
        id={id}
        className={clsx('field', className)}
        value={value}
        onChange={(event) => onChange(options.find((option) => option === event.target.value) ?? value)}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {names[option]}
          </option>
        ))}
      </select>
    </div>
  )
}
