import { clsx } from 'clsx'
import { Popover as RadixPopover } from 'radix-ui'
import { type ReactNode, type RefObject, useRef } from 'react'
import { focusInitial } from './initial-focus.ts'
import { useEscape } from './use-escape.ts'

interface PopoverProps {
  /** The accessible name. */
  title: string
  /** What it opens beside, and where the focus returns. */
  anchor: RefObject<HTMLElement | null>
  side: 'left' | 'bottom'
  align?: 'start' | 'end'
  onClose: () => void
  /** The width, and more. */
  className: string
  children: ReactNode
}

/** A dialog beside its button. The rest of the page stays in use. It is open as long as it is mounted. */
export function Popover({
  title,
  anchor,
  side,
  align = 'start',
  onClose,
  className,
  children,
}: PopoverProps) {
  const content = useRef<HTMLDivElement>(null)
  useEscape(content, onClose)
  return (
    <RadixPopover.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <RadixPopover.Anchor virtualRef={anchor} />
      <RadixPopover.Portal>
        <RadixPopover.Content
          ref={content}
          aria-label={title}
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={clsx(
            'z-50 max-h-(--radix-popover-content-available-height) animate-appear overflow-y-auto overscroll-contain rounded-2xl border border-line bg-raised shadow-raised outline-none',
            className,
          )}
          onOpenAutoFocus={(event) => focusInitial(event, content.current)}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // A click beside it has given the focus to something else.
            if (document.activeElement === document.body) anchor.current?.focus()
          }}
          onEscapeKeyDown={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            // The button closes it itself, and would reopen it at once otherwise.
            if (anchor.current?.contains(event.target as Node)) event.preventDefault()
          }}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}
