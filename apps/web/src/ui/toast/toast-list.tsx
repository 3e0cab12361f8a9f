import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { Toast as RadixToast } from 'radix-ui'
import { common } from '../../english/common.ts'
import { IconButton } from '../button.tsx'
import { dismiss, type Toast } from './toasts.ts'

/** How long a toast shows, in ms. Radix pauses while it has the pointer or the focus. */
const DURATION = { plain: 6_000, bad: 12_000 }

export default function ToastList({ toasts }: { toasts: readonly Toast[] }) {
  return (
    <RadixToast.Provider label={common.notifications}>
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} />
      ))}
      {/* Above the bar of a phone, and above the button of a touch screen that adds tasks. */}
      <RadixToast.Viewport
        label={common.notifications}
        className="pointer-events-auto fixed inset-x-3 bottom-20 z-60 flex flex-col gap-2 outline-none sm:right-5 sm:left-auto sm:w-96 md:bottom-5 pointer-coarse:bottom-[calc(8.75rem+env(safe-area-inset-bottom))] md:pointer-coarse:bottom-24"
      />
    </RadixToast.Provider>
  )
}

function OneToast({ toast: { id, message, tone, action } }: { toast: Toast }) {
  return (
    <RadixToast.Root
      type={tone === 'bad' ? 'foreground' : 'background'}
      duration={DURATION[tone]}
      // Escape belongs to the dialog or menu below.
      onEscapeKeyDown={(event) => event.preventDefault()}
      onOpenChange={(isOpen) => !isOpen && dismiss(id)}
      className={clsx(
        'flex animate-rise items-center gap-2 rounded-xl border bg-raised py-2 pr-2 pl-4 shadow-raised',
        tone === 'bad' ? 'border-bad' : 'border-line',
      )}
    >
      <RadixToast.Title className="min-w-0 grow break-words text-sm">{message}</RadixToast.Title>
      {action && (
        <RadixToast.Action
          altText={action.label}
          onClick={action.run}
          className="min-h-9 shrink-0 rounded-lg px-3 font-medium text-accent text-sm hover:bg-accent-tint"
        >
          {action.label}
        </RadixToast.Action>
      )}
      <RadixToast.Close asChild>
        <IconButton label={common.close} icon={X} size={16} />
      </RadixToast.Close>
    </RadixToast.Root>
  )
}
