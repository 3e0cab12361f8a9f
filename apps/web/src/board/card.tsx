import { clsx } from 'clsx'
import { Ellipsis } from 'lucide-react'
import { memo } from 'react'
import { Link } from 'wouter'
import { STATUSES, type Task, type TaskStatus } from '../api/trpc.ts'
import { board as words } from '../english/task/board.ts'
import { STATUS, tasks as taskWords } from '../english/tasks.ts'
import { ProjectLabel } from '../projects/project-label.tsx'
import { useProject } from '../projects/use-project.ts'
import { DueLabel } from '../tasks/labels/due-label.tsx'
import { PriorityMark } from '../tasks/labels/priority-mark.tsx'
import { RecurrenceMark } from '../tasks/labels/recurrence-mark.tsx'
import { isNameOf } from '../tasks/labels/row-tags.tsx'
import { TagChip } from '../tasks/labels/tag-chip.tsx'
import { useDraggableTask } from '../tasks/use-drag.ts'
import { Menu } from '../ui/menu/menu.tsx'
import { showWholeText } from '../ui/whole-text.ts'

const MAX_TAGS = 3

interface CardProps {
  task: Task
  /** Whether Tab reaches this card. */
  isTabStop: boolean
  onMove: (id: string, status: TaskStatus) => void
}

/** A task that can be dragged to another column. The link covers the whole card, and the menu lies above it. */
export const Card = memo(function Card({ task, isTabStop, onMove }: CardProps) {
  const { ref, isDragged } = useDraggableTask(task.id)
  const { id, title, status, projectId } = task
  const isRepeated = isNameOf(useProject(projectId))
  const shownTags = task.tags.filter((tag) => !isRepeated(tag))
  const items = STATUSES.map((one) => ({
    label: words.moveTo(STATUS[one]),
    checked: one === status,
    onSelect: () => onMove(id, one),
  }))
  return (
    <li
      ref={ref}
      className={clsx(
        // Skips the layout of cards out of view: a long column has thousands of them.
        'card long-press relative mb-2 grid grid-cols-1 gap-2 py-2.5 pr-1 pl-3.5 [contain-intrinsic-size:auto_5rem] [content-visibility:auto] hover:border-strong-line compact:mb-1.5 compact:gap-1 compact:py-1.5 compact:pl-3',
        isDragged && 'opacity-40',
      )}
    >
      <div className="flex items-start gap-1">
        <Link
          href={`/board?task=${id}`}
          draggable={false}
          onMouseEnter={showWholeText}
          data-item
          data-task-id={id}
          tabIndex={isTabStop ? 0 : -1}
          className={clsx(
            'wrap-anywhere line-clamp-2 min-w-0 grow py-0.5 text-sm outline-none after:absolute after:inset-0 after:rounded-xl',
            'focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2',
            status === 'done' && 'text-soft',
          )}
        >
          {title}
        </Link>
        <Menu
          label={words.moveCard(title)}
          aria-label={words.moveCard(title)}
          items={items}
          align="end"
          tabIndex={isTabStop ? 0 : -1}
          className="relative -my-1 grid size-8 shrink-0 place-items-center rounded-lg text-soft hover:bg-hover hover:text-ink pointer-coarse:-my-2.5 pointer-coarse:size-11"
        >
          <Ellipsis size={16} aria-hidden />
        </Menu>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 pr-2.5 empty:hidden">
        <PriorityMark priority={task.priority} />
        <DueLabel task={task} />
        <RecurrenceMark task={task} />
        <ProjectLabel id={task.projectId} />
        {shownTags.slice(0, MAX_TAGS).map((tag) => (
          <TagChip key={tag} tag={tag} />
        ))}
        {shownTags.length > MAX_TAGS && (
          <span className="text-soft text-xs">{taskWords.moreTags(shownTags.length - MAX_TAGS)}</span>
        )}
      </div>
    </li>
  )
})
