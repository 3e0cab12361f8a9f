import { clsx } from 'clsx'

interface TogglesProps {
  label: string
  /** The values with what is shown of them. */
  options: readonly { value: number; label: string; name?: string; isWide?: boolean }[]
  chosen: readonly number[]
  hint?: string | undefined
  error?: string | undefined
  onChange: (chosen: number[]) => void
}

/** A grid of checkboxes that look like the days of a calendar. */
export function Toggles({ label, options, chosen, hint, error, onChange }: TogglesProps) {
  const toggle = (value: number, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, value] : chosen.filter((one) => one !== value))
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      <div className="grid grid-cols-7 gap-1">
        {options.map(({ value, label: text, name, isWide }) => (
          <label key={value} className={clsx('relative', isWide && 'col-span-4')}>
            <input
              type="checkbox"
              className="peer absolute inset-0 size-full cursor-pointer opacity-0"
              checked={chosen.includes(value)}
              aria-label={name}
              onChange={({ target }) => toggle(value, target.checked)}
            />
            <span
              className={clsx(
                'grid min-h-9 select-none place-items-center rounded-lg border border-line text-sm tabular-nums transition-colors pointer-coarse:min-h-11',
                'hover:bg-hover peer-checked:border-accent peer-checked:bg-accent peer-checked:text-on-accent',
                'peer-focus-visible:outline-2 peer-focus-visible:outline-accent peer-focus-visible:outline-offset-2',
              )}
            >
              {text}
            </span>
          </label>
        ))}
      </div>
      {hint && <p className="text-soft text-sm">{hint}</p>}
      {error && (
        <p role="alert" className="text-bad text-sm">
          {error}
        </p>
      )}
    </fieldset>
  )
}
