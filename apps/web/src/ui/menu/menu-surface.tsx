import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import type { MenuAction, MenuItem } from './menu-items.ts'

interface MenuSurfaceProps {
  label: string
  items: readonly MenuItem[]
  align: 'start' | 'end'
  anchor: RefObject<HTMLButtonElement | null>
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/**
 * The open menu. Its button renders before this code loads, so an invisible Radix trigger is laid over the button. It is not
 * modal: Radix's modal menus inject a style, which the content security policy forbids.
 */
export default function MenuSurface({ label, items, align, anchor, isOpen, onOpenChange }: MenuSurfaceProps) {
  const trigger = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const [from, to] = [anchor.current, trigger.current]
    if (!isOpen || !from || !to) return
    const { left, top, width, height } = from.getBoundingClientRect()
    Object.assign(to.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
    })
  }, [isOpen, anchor])

  return (
    <DropdownMenu.Root open={isOpen} onOpenChange={onOpenChange} modal={false}>
      {createPortal(
        // In the body, because inside transformed rows `fixed` would be relative to the row.
        <DropdownMenu.Trigger asChild>
          <span ref={trigger} aria-hidden className="pointer-events-none fixed" tabIndex={-1} />
        </DropdownMenu.Trigger>,
        document.body,
      )}
      <DropdownMenu.Portal container={anchor.current?.closest('main, nav, [role="dialog"]') ?? null}>
        <DropdownMenu.Content
          aria-label={label}
          aria-labelledby={undefined}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[min(28rem,var(--radix-dropdown-menu-content-available-height))] min-w-48 animate-appear overflow-y-auto rounded-xl border border-line bg-raised p-1 shadow-raised"
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            anchor.current?.focus()
          }}
          onInteractOutside={(event) => {
            // The button closes the menu itself, and would reopen it at once otherwise.
            if (anchor.current?.contains(event.target as Node)) event.preventDefault()
          }}
        >
          {items.map((item, i) =>
            item === 'separator' ? (
              <DropdownMenu.Separator key={i} className="mx-2 my-1 h-px bg-line" />
            ) : (
              <Item key={item.key ?? item.label} item={item} />
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Item({ item }: { item: MenuAction }) {
  const { label, icon: Icon, mark, shortcut, checked, danger, onSelect } = item
  const content = (
    <>
      <span className="grid size-4 place-items-center">
        {checked ? <Check size={16} aria-hidden /> : Icon && <Icon size={16} aria-hidden />}
      </span>
      {mark}
      <span className="grow">{label}</span>
      {shortcut && <kbd className="font-sans text-soft text-xs">{shortcut}</kbd>}
    </>
  )
  const className = clsx(
    'flex min-h-9 cursor-default select-none items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm outline-none',
    'data-highlighted:bg-hover',
    danger && 'text-bad',
  )
  if (checked === undefined) {
    return (
      <DropdownMenu.Item className={className} onSelect={onSelect}>
        {content}
      </DropdownMenu.Item>
    )
  }
  return (
    <DropdownMenu.CheckboxItem className={className} checked={checked} onSelect={onSelect}>
      {content}
    </DropdownMenu.CheckboxItem>
  )
}
