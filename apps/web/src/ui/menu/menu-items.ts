import type { LucideIcon } from 'lucide-react'

export interface MenuAction {
  label: string
  icon?: LucideIcon | undefined
  /** The key that does the same, where there is one. */
  shortcut?: string | undefined
  /** Of a choice: whether it is the one that is chosen. */
  checked?: boolean
  danger?: boolean
  onSelect: () => void
}

export type MenuItem = MenuAction | 'separator'
