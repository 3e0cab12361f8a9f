import { useLocation } from 'wouter'
import { useToday } from '../calendar/days/use-today.ts'
import { quickAdd as words } from '../english/quick-add.ts'
import { Dialog } from '../ui/dialog/dialog.tsx'
import { QuickAdd } from './quick-add.tsx'

/** Quick add on any page. On the page of today, tasks are due today, and on that of a project they belong to it. */
export default function QuickAddDialog({ onClose }: { onClose: () => void }) {
  const [path] = useLocation()
  const today = useToday()
  const [, projectId] = /^\/projects\/(.+)$/.exec(path) ?? []
  return (
    <Dialog isOpen onClose={onClose} title={words.title}>
      <QuickAdd
        autoFocus
        onAdded={onClose}
        projectId={projectId}
        defaultDay={path === '/today' ? today : undefined}
      />
    </Dialog>
  )
}
