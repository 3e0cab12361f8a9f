import { Ellipsis, Link, Trash2 } from 'lucide-react'
import { taskDetails as words } from '../../english/task/details.ts'
import { tasks } from '../../english/tasks.ts'
import { Menu } from '../../ui/menu/menu.tsx'
import { toast } from '../../ui/toast/toasts.ts'

/** What is done with a task as a whole, and seldom. */
export function MoreMenu({ onDelete }: { onDelete: () => void }) {
  return (
    <Menu
      label={words.more}
      aria-label={words.more}
      title={words.more}
      align="end"
      items={[
        { label: words.copyLink, icon: Link, onSelect: () => void copyLink() },
        'separator',
        { label: tasks.delete, icon: Trash2, danger: true, onSelect: onDelete },
      ]}
      className="inline-grid size-9 shrink-0 place-items-center rounded-lg text-soft transition-colors hover:bg-hover hover:text-ink pointer-coarse:size-11"
    >
      <Ellipsis size={18} aria-hidden />
    </Menu>
  )
}

async function copyLink() {
  try {
    // The clipboard exists on HTTPS and localhost only.
    await navigator.clipboard.writeText(location.href)
    toast({ message: words.linkCopied })
  } catch {
    toast({ tone: 'bad', message: words.linkNotCopied })
  }
}
