import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { SHEET_MARK, useSheet } from '../sheet/sheet.ts'
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
 * The open menu: beside its button or, on a phone, a sheet at the bottom. Its button renders before this code loads, so an
 * invisible Radix trigger is laid over the button, or at the edge that the sheet rises from. It is not modal: Radix's modal menus
 * inject a style, which the content security policy forbids.
 */
export default function MenuSurface({ label, items, align, anchor, isOpen, onOpenChange }: MenuSurfaceProps) {
  const { isSheet, ref: sheet } = useSheet(() => onOpenChange(false))
  const trigger = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const [from, to] = [anchor.current, trigger.current]
    if (isSheet || !isOpen || !from || !to) return
    const { left, top, width, height } = from.getBoundingClientRect()
    Object.assign(to.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
    })
  }, [isSheet, isOpen, anchor])
  const container = anchor.current?.closest('main, nav, [role="dialog"]') ?? null

  return (
    <DropdownMenu.Root open={isOpen} onOpenChange={onOpenChange} modal={false}>
      {createPortal(
        // In the body, because inside transformed rows `fixed` would be relative to the row.
        <DropdownMenu.Trigger asChild>
          <span
            ref={trigger}
            aria-hidden
            className={clsx('pointer-events-none fixed', isSheet && 'inset-x-0 bottom-0')}
            tabIndex={-1}
          />
        </DropdownMenu.Trigger>,
        document.body,
      )}
      {isSheet &&
        isOpen &&
        createPortal(
          <div data-modal className="fixed inset-0 z-40 animate-appear bg-shade" />,
          container ?? document.body,
        )}
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content
          ref={sheet}
          aria-label={label}
          aria-labelledby={undefined}
          {...(isSheet ? { side: 'top' } : { align, sideOffset: 4, collisionPadding: 8 })}
          className={clsx(
            'z-50 overflow-y-auto overscroll-contain border border-line bg-raised shadow-raised',
            isSheet
              ? [
                  SHEET_MARK,
                  'max-h-[85dvh] w-(--radix-dropdown-menu-trigger-width) animate-rise rounded-t-2xl p-2 pt-4 pb-[max(0.5rem,env(safe-area-inset-bottom))]',
                ]
              : 'max-h-[min(38rem,var(--radix-dropdown-menu-content-available-height))] min-w-48 pointer-coarse:max-h-[min(44rem,var(--radix-dropdown-menu-content-available-height))] animate-appear rounded-xl p-1',
          )}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            anchor.current?.focus()
          }}
          onInteractOutside={(event) => {
            // The button closes the menu itself, and would reopen it at once otherwise.
            if (anchor.current?.contains(event.target as Node)) event.preventDefault()
          }}
        >
          {isSheet && (
            <DropdownMenu.Label className="truncate px-3 py-2 text-soft text-sm">{label}</DropdownMenu.Label>
          )}
          {items.map((item, i) =>
            item === 'separator' ? (
              <DropdownMenu.Separator key={i} className="mx-2 my-1 h-px bg-line" />
            ) : (
              <Item key={item.key ?? item.label} item={item} isSheet={isSheet} />
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Item({ item, isSheet }: { item: MenuAction; isSheet: boolean }) {
  const { label, icon: Icon, mark, shortcut, checked, danger, onSelect } = item
  const content = (
    <>
      <span className="grid size-4 place-items-center">
        {checked ? <Check size={16} aria-hidden /> : Icon && <Icon size={16} aria-hidden />}
      </span>
      {mark}
      <span className="grow">{label}</span>
      {shortcut && <kbd className="font-sans text-soft text-xs pointer-coarse:hidden">{shortcut}</kbd>}
    </>
  )
  const className = clsx(
    'flex min-h-9 cursor-default select-none items-center rounded-lg px-2.5 py-1.5 outline-none pointer-coarse:min-h-11',
    isSheet ? 'gap-3.5' : 'gap-2.5 text-sm',
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
