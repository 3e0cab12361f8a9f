import type { ComponentProps, ReactNode } from 'react'
import { chipClass } from '../chip.ts'
import { Menu } from './menu.tsx'

interface ChipMenuProps extends Omit<ComponentProps<typeof Menu>, 'children' | 'value'> {
  /** The value in words, also where there is none. */
  value: string
  isSet: boolean
  /** An icon before the value. */
  mark: ReactNode
}

/** A chip with the value of a property, which opens a menu of its values. Without a value it shows the label. */
export function ChipMenu({ label, value, isSet, mark, ...menu }: ChipMenuProps) {
  return (
    <Menu label={label} aria-label={`${label} ${value}`} className={chipClass(isSet)} {...menu}>
      {mark}
      <span className="wrap-anywhere min-w-0">{isSet ? value : label}</span>
    </Menu>
  )
}
