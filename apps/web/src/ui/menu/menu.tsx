import { type ComponentProps, lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { patient } from '../retry-import.ts'
import type { MenuItem } from './menu-items.ts'

/** Loaded with the first menu that is opened: it is a third of all script. */
const MenuSurface = lazy(patient(() => import('./menu-surface.tsx')))

interface MenuProps extends Omit<ComponentProps<'button'>, 'onSelect'> {
  /** The menu's name for screen readers, and that of its button where this shows only an icon. */
  label: string
  /** A function is asked each time it is opened: for items that are many, or loaded. */
  items: readonly MenuItem[] | (() => Promise<readonly MenuItem[]>)
  children: ReactNode
  align?: 'start' | 'end'
}

/** A button that opens a menu of actions or choices. */
export function Menu({ label, items, children, align = 'start', ...rest }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [made, setMade] = useState<readonly MenuItem[]>()
  const [isOpen, setOpen] = useState(false)
  const open = async () => {
    setMade(typeof items === 'function' ? await items() : [])
    setOpen(true)
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={open}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          open()
        }}
        {...rest}
      >
        {children}
      </button>
      {made && (
        <Suspense>
          <MenuSurface
            label={label}
            items={typeof items === 'function' ? made : items}
            align={align}
            anchor={button}
            isOpen={isOpen}
            onOpenChange={setOpen}
          />
        </Suspense>
      )}
    </>
  )
}
