import type { LucideIcon } from 'lucide-react'

export interface MenuAction {
  label: string
  icon?: LucideIcon | undefined
  /** The keyboard shortcut for the same action. */
  shortcut?: string | undefined
  /** Whether the item is chosen. Undefined for an action. */
  checked?: boolean
  danger?: boolean
  onSelect: () => void
}

export type MenuItem = MenuAction | 'separator'
