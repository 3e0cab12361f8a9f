import type { RefObject } from 'react'
import { Dialog } from '../ui/dialog/dialog.tsx'
import { Popover } from '../ui/dialog/popover.tsx'
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
      // Above and below, few windows have the height.
      <Popover title={title} anchor={anchor} side="left" onClose={onClose} className="w-80 p-3">
        {content}
      </Popover>
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={title} shape="narrow">
      {content}
    </Dialog>
  )
}
