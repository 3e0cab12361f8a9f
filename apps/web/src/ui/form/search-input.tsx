import { clsx } from 'clsx'
import { Search } from 'lucide-react'
import { type ComponentProps, useEffect, useState } from 'react'

/** Milliseconds without a key before what was typed is searched for. */
const PAUSE = 200

interface SearchInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  label: string
  value: string
  onChange: (value: string) => void
}

/** Searches while one types, and not for every letter. */
export function SearchInput({ label, value, onChange, className, ...input }: SearchInputProps) {
  const [text, setText] = useState(value)
  const [told, setTold] = useState(value)
  // Changed from elsewhere: Back, or the button that clears.
  if (told !== value) {
    setTold(value)
    if (text.trim() !== value) setText(value)
  }
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => onChange(text.trim()), PAUSE)
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
        className="field min-h-9 py-1 pl-8 text-sm"
        {...input}
      />
    </div>
  )
}
