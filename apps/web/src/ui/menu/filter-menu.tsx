import { clsx } from 'clsx'
import { ChevronDown } from 'lucide-react'
import { Menu } from './menu.tsx'
import type { MenuItem, MenuItems } from './menu-items.ts'

interface FilterMenuProps {
  label: string
  /** The label of the chosen value. */
  value: string
  /** Whether the value differs from the default. */
  isSet: boolean
  items: MenuItems
}

/** A button with the name and the value of a filter, which opens a menu of its values. */
export function FilterMenu({ label, value, isSet, items }: FilterMenuProps) {
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

/** The menu items for choosing one value. */
export function singleChoiceItems<K extends string>(
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
