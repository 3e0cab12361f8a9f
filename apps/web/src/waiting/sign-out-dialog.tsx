import { waiting } from '../english/waiting.ts'
import { signOut } from '../session/leave.ts'
import { usePending } from '../sync/use-sync.tsx'
import { ConfirmDialog } from '../ui/dialog/confirm-dialog.tsx'

const words = waiting.signOut

/** Asks before signing out removes changes that were not sent. */
export default function SignOutDialog({ onClose }: { onClose: () => void }) {
  const { length: count } = usePending()
  return (
    <ConfirmDialog
      title={words.title}
      text={words.text(count)}
      action={words.action}
      onConfirm={() => void signOut()}
      onClose={onClose}
    />
  )
}
