import { clsx } from 'clsx'
import { Search } from 'lucide-react'
import { type ComponentProps, useEffect, useState } from 'react'

/** How long typing must pause before the search starts, in ms. */
const DEBOUNCE_MS = 200

interface SearchInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  label: string
  value: string
  onChange: (value: string) => void
}

/** A search box that debounces typing. */
export function SearchInput({ label, value, onChange, className, ...input }: SearchInputProps) {
  const [text, setText] = useState(value)
  const [lastValue, setLastValue] = useState(value)
  // The value changed from outside: by Back, or by clearing the filters.
  if (lastValue !== value) {
    setLastValue(value)
    if (text.trim() !== value) setText(value)
  }
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => onChange(text.trim()), DEBOUNCE_MS)
    return () => clearTimeout(timer)
  })
  return (
    <div className={clsx('relative min-w-48 grow', className)}>
      <Search size={16} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-soft" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        className="field min-h-9 border-line py-1 pl-8 text-sm pointer-coarse:min-h-11"
        {...input}
      />
    </div>
  )
}
