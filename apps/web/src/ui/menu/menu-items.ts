import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export interface MenuAction {
  /** Tells items apart whose labels may be the same. */
  key?: string
  label: string
  icon?: LucideIcon | undefined
  /** Shown before the label. */
  mark?: ReactNode
  /** The keyboard shortcut for the same action. */
  shortcut?: string | undefined
  /** Whether the item is chosen. Undefined for an action. */
  checked?: boolean
  danger?: boolean
  onSelect: () => void
}

export type MenuItem = MenuAction | 'separator'

/** A function is called each time the menu opens: for items that are many, or loaded on demand. */
export type MenuItems = readonly MenuItem[] | (() => Promise<readonly MenuItem[]>)
