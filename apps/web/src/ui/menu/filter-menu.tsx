import { clsx } from 'clsx'
import { ChevronDown } from 'lucide-react'
import { Menu } from './menu.tsx'
import type { MenuItem } from './menu-items.ts'

interface ChoiceProps {
  label: string
  /** What is chosen, in words. */
  value: string
  /** Whether it differs from what is shown without it. */
  isSet: boolean
  items: readonly MenuItem[]
}

/** A filter among others: what it is about, what is chosen, and a menu of the rest. */
export function Choice({ label, value, isSet, items }: ChoiceProps) {
  return (
    <Menu
      label={label}
      items={items}
      className={clsx(
        'inline-flex min-h-9 max-w-56 items-center gap-1.5 rounded-lg border px-2.5 text-sm',
        isSet ? 'border-accent bg-accent-tint' : 'border-line bg-surface hover:bg-hover',
      )}
    >
      <span className="text-soft">{label}</span>
      <span className="truncate">{value}</span>
      <ChevronDown size={14} aria-hidden className="shrink-0 text-soft" />
    </Menu>
  )
}

/** The items of a choice of one. */
export function choices<K extends string>(
  of: Record<K, string>,
  chosen: K,
  onChoose: (key: K) => void,
): MenuItem[] {
  return (Object.keys(of) as K[]).map((key) => ({
    label: of[key],
    checked: key === chosen,
    onSelect: () => onChoose(key),
  }))
}
