import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { common } from '../../english/common.ts'
import { IconButton } from '../button.tsx'
import { SHEET_MARK, useSheet } from '../sheet/sheet.ts'
import { focusInitial } from './initial-focus.ts'
import { useEscape } from './use-escape.ts'

const SHAPE = {
  centre:
    'sm:top-[12vh] sm:left-1/2 sm:bottom-auto sm:right-auto sm:w-full sm:max-w-lg sm:-translate-x-1/2 sm:rounded-2xl sm:max-h-[76dvh]',
  narrow:
    'sm:top-[12vh] sm:left-1/2 sm:bottom-auto sm:right-auto sm:w-full sm:max-w-90 sm:-translate-x-1/2 sm:rounded-2xl sm:max-h-[84dvh]',
  wide: 'sm:top-[8vh] sm:left-1/2 sm:bottom-auto sm:right-auto sm:w-full sm:max-w-3xl sm:-translate-x-1/2 sm:rounded-2xl sm:max-h-[84dvh]',
  side: 'sm:inset-y-0 sm:right-0 sm:left-auto sm:w-full sm:max-w-lg sm:rounded-none sm:rounded-l-2xl',
} as const

export interface DialogProps {
  isOpen: boolean
  onClose: () => void
  /** Called when the dialog is gone and the focus is back where it was. */
  onClosed?: () => void
  title: string
  /** Shown below the title. */
  description?: string | undefined
  /** `side` is a sheet at the right edge. On a phone, every shape is a sheet at the bottom. */
  shape?: 'centre' | 'narrow' | 'wide' | 'side'
  /** Shows the title to screen readers only. */
  hideTitle?: boolean
  /** Stays on top while the rest scrolls, instead of the title, which screen readers have then. */
  bar?: ReactNode
  children: ReactNode
}

const OPEN_COMBOBOX = '[role="combobox"][aria-expanded="true"]'

/** How long after opening a click beside the dialog may be the second one of a double click, in ms. */
const DOUBLE_CLICK_MS = 500

/** Has a backdrop of its own: Radix's injects a style, which the content security policy forbids. */
export default function DialogSurface(props: DialogProps) {
  const { isOpen, onClose, onClosed, title, description, shape = 'centre', hideTitle, bar, children } = props
  const [opener] = useState(() => document.activeElement)
  const [openedAt] = useState(() => performance.now())
  const content = useRef<HTMLDivElement>(null)
  const { isSheet, ref: sheet } = useSheet(onClose)
  const ref = useCallback(
    (element: HTMLDivElement | null) => {
      content.current = element
      return sheet(element)
    },
    [sheet],
  )
  useEscape(content, onClose)
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the focus where it is, which the second click of a double click would take out of the dialog */}
        <div
          data-modal
          onMouseDown={(event) => event.preventDefault()}
          className="pointer-events-auto fixed inset-0 z-50 animate-appear bg-shade"
        />
        <Dialog.Content
          ref={ref}
          onOpenAutoFocus={(event) => focusInitial(event, content.current)}
          // Radix would return the focus to its own trigger, and there is none.
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (opener instanceof HTMLElement && document.activeElement === document.body) opener.focus()
            onClosed?.()
          }}
          onEscapeKeyDown={(event) => {
            // Closes its list first.
            const isList = event.target instanceof Element && event.target.matches(OPEN_COMBOBOX)
            if (isList) event.preventDefault()
          }}
          onInteractOutside={(event) => {
            if (performance.now() - openedAt < DOUBLE_CLICK_MS) event.preventDefault()
          }}
          {...(description === undefined && { 'aria-describedby': undefined })}
          className={clsx(
            // At a fraction of a pixel, the text that scrolls would show above the bar.
            'fixed inset-x-0 bottom-0 z-50 flex max-h-[round(90dvh,2px)] animate-rise flex-col overflow-y-auto overscroll-contain rounded-t-2xl',
            'border border-line bg-raised p-5 shadow-raised outline-none max-sm:pb-[max(1.25rem,env(safe-area-inset-bottom))]',
            // The bar has it, which would cover this one.
            isSheet && bar === undefined && SHEET_MARK,
            shape === 'side' && 'sm:max-h-dvh',
            SHAPE[shape],
          )}
        >
          {bar === undefined ? (
            <Header title={title} description={description} isHidden={hideTitle} />
          ) : (
            <div
              className={clsx(
                'sticky -top-5 z-10 -mx-5 -mt-5 mb-1 flex shrink-0 items-center gap-1 bg-raised px-3 py-2',
                isSheet && SHEET_MARK,
              )}
            >
              <Dialog.Title className="sr-only">{title}</Dialog.Title>
              {bar}
              <Close />
            </div>
          )}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface HeaderProps extends Pick<DialogProps, 'title' | 'description'> {
  isHidden: boolean | undefined
}

function Header({ title, description, isHidden }: HeaderProps) {
  return (
    <div className={clsx('flex items-start justify-between gap-4', isHidden ? 'sr-only' : 'mb-4')}>
      <div className="min-w-0 break-words">
        <Dialog.Title className="font-semibold text-lg">{title}</Dialog.Title>
        {description !== undefined && (
          <Dialog.Description className="mt-1 text-soft text-sm">{description}</Dialog.Description>
        )}
      </div>
      <Close className="-mt-1.5 -mr-2" />
    </div>
  )
}

function Close({ className }: { className?: string }) {
  return (
    <Dialog.Close asChild>
      <IconButton label={common.close} icon={X} className={className} />
    </Dialog.Close>
  )
}
