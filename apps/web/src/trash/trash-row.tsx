import { clsx } from 'clsx'
import { Undo2 } from 'lucide-react'
import { formatAgo } from '../english/format/ago.ts'
import { formatInstant } from '../english/format/time.ts'
import { trash as words } from '../english/trash.ts'
import { Button } from '../ui/button.tsx'
import { daysLeft } from './retention.ts'
import type { DeletedTask } from './use-trash.ts'

/** With this many days left or fewer, the row warns. */
const WARN_DAYS = 3

interface TrashRowProps {
  task: DeletedTask
  isSelected: boolean
  onSelect: (isSelected: boolean) => void
  onRestore: () => void
}

export function TrashRow({ task: { title, deletedAt }, isSelected, onSelect, onRestore }: TrashRowProps) {
  const days = daysLeft(deletedAt)
  return (
    <li
      className={clsx('flex items-center gap-3 px-4 py-2.5 compact:py-0.5', isSelected && 'bg-accent-tint')}
    >
      <label className="-m-2 grid size-8 shrink-0 cursor-pointer place-items-center">
        <input
          type="checkbox"
          className="size-4"
          aria-label={words.select(title)}
          checked={isSelected}
          onChange={(event) => onSelect(event.target.checked)}
        />
      </label>
      <div className="min-w-0 grow compact:flex compact:items-center compact:justify-between compact:gap-x-4">
        <p title={title} className="wrap-anywhere line-clamp-2 compact:line-clamp-1 compact:text-sm">
          {title}
        </p>
        <p className="flex flex-wrap gap-x-3 text-soft text-xs compact:shrink-0 compact:flex-nowrap">
          <time dateTime={deletedAt} title={formatInstant(deletedAt)}>
            {words.deleted(formatAgo(deletedAt))}
          </time>
          <span className={clsx(days <= WARN_DAYS && 'text-warn')}>{words.kept(days)}</span>
        </p>
      </div>
      <Button
        variant="quiet"
        icon={Undo2}
        aria-label={words.restoreOf(title)}
        onClick={onRestore}
        className="shrink-0 compact:min-h-8 compact:py-0"
      >
        <span className="hidden sm:inline">{words.restore}</span>
      </Button>
    </li>
  )
}
