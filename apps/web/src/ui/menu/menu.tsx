import { type ComponentProps, lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { retryImport } from '../retry-import.ts'
import type { MenuItem, MenuItems } from './menu-items.ts'

/** Loads with the first menu that opens, because it is a third of all script. */
const MenuSurface = lazy(retryImport(() => import('./menu-surface.tsx')))

interface MenuProps extends Omit<ComponentProps<'button'>, 'onSelect'> {
  /** The accessible name of the menu. */
  label: string
  items: MenuItems
  children: ReactNode
  align?: 'start' | 'end'
}

/** A button that opens a menu. */
export function Menu({ label, items, children, align = 'start', ...rest }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [loadedItems, setLoadedItems] = useState<readonly MenuItem[]>()
  const [isOpen, setOpen] = useState(false)
  const open = async () => {
    setLoadedItems(typeof items === 'function' ? await items() : [])
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
      {loadedItems && (
        <Suspense>
          <MenuSurface
            label={label}
            items={typeof items === 'function' ? loadedItems : items}
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
