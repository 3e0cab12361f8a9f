import { Popover } from 'radix-ui'
import { type ReactNode, type RefObject, useRef } from 'react'
import { Dialog } from '../ui/dialog/dialog.tsx'
import { focusInitial } from '../ui/dialog/initial-focus.ts'
import { useEscape } from '../ui/dialog/use-escape.ts'
import { useMedia } from '../ui/use-media.ts'
import { DatePanel, type DatePanelProps } from './date-panel.tsx'

/** Tailwind's `lg`. Narrower ones have no room beside a button. */
const wide = window.matchMedia('(min-width: 64rem)')

export interface DatePickerProps extends Omit<DatePanelProps, 'onDone'> {
  /** What the date is for. */
  title: string
  /** What the picker opens beside. Without it, and in a narrow window, it is a dialog. */
  anchor?: RefObject<HTMLElement | null>
  onClose: () => void
}

export default function DatePicker({ title, anchor, onClose, ...panel }: DatePickerProps) {
  const isWide = useMedia(wide)
  const content = <DatePanel {...panel} onDone={onClose} />
  if (anchor !== undefined && isWide) {
    return (
      <PickerPopover title={title} anchor={anchor} onClose={onClose}>
        {content}
      </PickerPopover>
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={title} shape="narrow">
      {content}
    </Dialog>
  )
}

interface PickerPopoverProps extends Required<Pick<DatePickerProps, 'title' | 'anchor' | 'onClose'>> {
  children: ReactNode
}

function PickerPopover({ title, anchor, onClose, children }: PickerPopoverProps) {
  const content = useRef<HTMLDivElement>(null)
  useEscape(content, onClose)
  return (
    <Popover.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          ref={content}
          aria-label={title}
          // Above and below, few windows have the height.
          side="left"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-popover-content-available-height) w-80 animate-appear overflow-y-auto overscroll-contain rounded-2xl border border-line bg-raised p-3 shadow-raised outline-none"
          onOpenAutoFocus={(event) => focusInitial(event, content.current)}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // A click beside the picker has given the focus to something else.
            if (document.activeElement === document.body) anchor.current?.focus()
          }}
          onEscapeKeyDown={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            // The button closes the picker itself, and would reopen it at once otherwise.
            if (anchor.current?.contains(event.target as Node)) event.preventDefault()
          }}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
