import { quickAdd as words } from '../english/quick-add.ts'
import { Dialog } from '../ui/dialog/dialog.tsx'
import { QuickAdd } from './quick-add.tsx'

/** Quick add on any page. */
export default function QuickAddDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog isOpen onClose={onClose} title={words.title}>
      <QuickAdd autoFocus onAdded={onClose} />
    </Dialog>
  )
}
